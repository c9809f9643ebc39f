package dev.hearth.warm.cycle;

import dev.hearth.warm.event.HoldAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of the invocations of an environment's own children.
 *
 * @param answers of those that held
 * @param billedOfFailed how long those ran that failed, as far as one can tell
 * @param problem what went wrong first
 */
record Launched(
        List<HoldAnswer> answers, int throttled, int failed, Duration billedOfFailed, Optional<String> problem) {
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
        int throttled = 0;
        int failed = 0;
        Duration billed = Duration.ZERO;
        Optional<String> problem = Optional.empty();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Answered(HoldAnswer answer) -> answers.add(answer);
                case Outcome.Throttled(String reason) -> {
                    throttled++;
                    problem = problem.or(() -> Optional.of(reason));
                }
                case Outcome.Failed(String what, Duration ran) -> {
                    failed++;
                    billed = billed.plus(ran);
                    problem = problem.or(() -> Optional.of(what));
                }
            }
        }
        return new Launched(answers, throttled, failed, billed, problem);
    }
}
