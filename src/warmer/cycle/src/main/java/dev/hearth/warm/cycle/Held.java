package dev.hearth.warm.cycle;

import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.WarmEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A hold, as the environment sees to it that is held.
 *
 * @param hold what is asked
 * @param here the invocation that asks
 * @param deadline when Lambda cuts that off
 */
public record Held(WarmEvent.Hold hold, Arrived here, Instant deadline, Rules rules) {
    /**
     * A hold that this deployment carries out.
     *
     * @throws BadEvent where it is to answer for more environments than {@code hearth.warm.max-target}
     */
    public Held {
        if (hold.share() > rules.maxTarget()) {
            throw BadEvent.field(
                    WarmEvent.KEY + ".hold.share",
                    "at most hearth.warm.max-target, " + rules.maxTarget(),
                    hold.share());
        }
    }

    /** Whom it invokes, all at once, before it waits. */
    public List<WarmEvent.Hold> children() {
        return rules.children(hold, lastMoment());
    }

    /** When it gives up what has not answered: it must answer itself before whoever invoked it stops waiting. */
    public Instant lastMoment() {
        return earlier(hold.answerBy().orElse(deadline), deadline).minus(rules.reserve());
    }

    /** When it lets go: a moment that is over already where it came late. */
    public Instant until() {
        return earlier(earlier(hold.until(), here.at().plus(rules.maxWindow())), lastMoment());
    }

    /** How long it is held for, where it came in time: about what the others are, and so a first guess for a cycle of its own. */
    public Optional<Duration> window() {
        return Optional.of(Duration.between(here.at(), until())).filter(Duration::isPositive);
    }

    /**
     * What it answers when it lets go.
     *
     * @param outcomes what came of {@link #children}
     * @param users when the environment was busy with users
     */
    public HoldAnswer answer(
            List<Outcome> outcomes, Optional<Instant> lastUserRequestAt, BusyMoments users, Instant now) {
        Launched below = Launched.of(outcomes);
        Duration billed = here.billed(now).plus(below.billedOfFailed());
        return new HoldAnswer(
                here.environment(),
                here.cold(),
                here.at(),
                lastUserRequestAt,
                billed,
                below.answers(),
                below.throttled(),
                below.failed(),
                below.problem(),
                hold.together().isPresent() ? users.at(now.toEpochMilli()) : Optional.empty());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
