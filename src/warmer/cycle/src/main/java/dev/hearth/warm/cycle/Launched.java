package dev.hearth.warm.cycle;

import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of the invocations of an environment's own children.
 *
 * @param answers of those that held, with what their REPORT lines say that they were billed
 * @param ending how long an invocation goes on once it has said what it is billed, of those that were warm the one that ended first;
 *     zero where no REPORT line tells
 * @param billedOfFailed how long those ran that failed, as far as one can tell
 * @param problem what went wrong first
 */
record Launched(
        List<HoldAnswer> answers,
        Duration ending,
        int throttled,
        int failed,
        Duration billedOfFailed,
        Optional<String> problem) {
    Launched {
        answers = List.copyOf(answers);
    }

    /** Whether anybody was invoked by one that had to start first, and so long after the others. */
    boolean behindAStart() {
        return answers.stream()
                .flatMap(HoldAnswer::all)
                .anyMatch(answer -> answer.cold() && !answer.children().isEmpty());
    }

    static Launched of(List<Outcome> outcomes) {
        List<HoldAnswer> answers = new ArrayList<>();
        List<Duration> endings = new ArrayList<>();
        int throttled = 0;
        int failed = 0;
        Duration billedOfFailed = Duration.ZERO;
        Optional<String> problem = Optional.empty();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Answered(HoldAnswer answer, Optional<Duration> reported) -> {
                    // One whose own invocations failed speaks for those too.
                    Optional<Duration> known = reported.filter(billed -> answer.failed() == 0);
                    answers.add(known.map(answer::billedAs).orElse(answer));
                    known.filter(billed -> !answer.cold())
                            .map(billed -> billed.minus(answer.billed()))
                            .ifPresent(endings::add);
                }
                case Outcome.Throttled(String reason) -> {
                    throttled++;
                    problem = problem.or(() -> Optional.of(reason));
                }
                case Outcome.Failed(String what, Duration ran) -> {
                    failed++;
                    billedOfFailed = billedOfFailed.plus(ran);
                    problem = problem.or(() -> Optional.of(what));
                }
            }
        }
        Duration ending = endings.stream()
                .min(Comparator.naturalOrder())
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
        return new Launched(answers, ending, throttled, failed, billedOfFailed, problem);
    }
}
