package dev.hearth.warm.event;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an environment answers to a {@link WarmEvent.Hold}. Fields that this version does not know are passed over, so that a later
 * one may add some.
 *
 * @param id the environment, distinct from every other
 * @param cold whether this hold was its first invocation
 * @param arrivedAt when the hold reached it, by its own clock
 * @param lastUserRequestAt when it last served a user
 * @param billed what AWS bills for it, as far as it can tell: from hand-over to this answer, and its start where that was billed too
 * @param children what the environments answered that it held itself
 * @param throttled how many of its invocations Lambda refused (429)
 * @param failed how many of its invocations failed otherwise
 * @param problem what went wrong first, where something did
 * @param busy when it was busy with users, where the hold asks for that and it was
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HoldAnswer(
        String id,
        @JsonInclude boolean cold,
        Instant arrivedAt,
        Optional<Instant> lastUserRequestAt,
        @JsonProperty("billedMs") @JsonFormat(shape = JsonFormat.Shape.NUMBER, pattern = "MILLIS") Duration billed,
        List<HoldAnswer> children,
        int throttled,
        int failed,
        Optional<String> problem,
        Optional<Busy> busy) {

    public HoldAnswer {
        requireNonNull(id, "id");
        requireNonNull(arrivedAt, "arrivedAt");
        requireNonNull(billed, "billedMs");
        children = children == null ? List.of() : List.copyOf(children);
        lastUserRequestAt = lastUserRequestAt == null ? Optional.empty() : lastUserRequestAt;
        problem = problem == null ? Optional.empty() : problem;
        busy = busy == null ? Optional.empty() : busy;
    }

    /** This answer, by somebody who knows better what AWS bills for it. */
    public HoldAnswer billedAs(Duration known) {
        return new HoldAnswer(
                id, cold, arrivedAt, lastUserRequestAt, known, children, throttled, failed, problem, busy);
    }

    /** This answer and those below it. */
    public Stream<HoldAnswer> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(HoldAnswer::all));
    }
}
