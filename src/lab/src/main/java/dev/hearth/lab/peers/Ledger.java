package dev.hearth.lab.peers;

import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What happens to a function and its warmer, kept apart from what its users do. Thread-safe. */
final class Ledger implements Consumer<LambdaEvent> {

    private final String function;
    private final Payload user;
    private final Set<EnvironmentId> alive = new HashSet<>();
    private final Set<EnvironmentId> starting = new HashSet<>();
    private final Map<EnvironmentId, LambdaEvent.HandedOver> working = new HashMap<>();
    private final List<Duration> inits = new ArrayList<>();
    private Page page = new Page();

    /** @param user what users send, and nobody else */
    Ledger(String function, Payload user) {
        this.function = function;
        this.user = user;
    }

    /** How long a user waited, who came at some time. */
    record Wait(Instant arrived, Duration took, boolean cold) {}

    /** What happened since the page before. */
    static final class Page {

        private final Set<EnvironmentId> reached = new HashSet<>();
        private final List<Wait> users = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private int invocations;
        private double gbSeconds;
        private double initGbSeconds;
        private int lost;
        private Optional<Instant> lastWarming = Optional.empty();

        int reached() {
            return reached.size();
        }

        List<Wait> users() {
            return users;
        }

        /** Of the strategy's invocations, in the order in which they ended. */
        List<Answer> answers() {
            return answers;
        }

        int invocations() {
            return invocations;
        }

        double gbSeconds() {
            return gbSeconds;
        }

        double initGbSeconds() {
            return initGbSeconds;
        }

        int lost() {
            return lost;
        }

        /** When the strategy's last invocation was over; empty where there was none. */
        Optional<Instant> lastWarming() {
            return lastWarming;
        }
    }

    @Override
    public synchronized void accept(LambdaEvent event) {
        switch (event) {
            case LambdaEvent.Starting start -> {
                starting.add(start.environment());
                if (start.function().equals(function)) {
                    alive.add(start.environment());
                }
            }
            case LambdaEvent.Started started -> {
                starting.remove(started.environment());
                if (started.function().equals(function)) {
                    inits.add(started.init());
                }
            }
            case LambdaEvent.InitFailed failed -> starting.remove(failed.environment());
            case LambdaEvent.HandedOver handed -> handedOver(handed);
            case LambdaEvent.Answered answered -> answered(answered);
            case LambdaEvent.Invoked invoked -> invoked(invoked);
            case LambdaEvent.Throttled _, LambdaEvent.EventDropped _ -> page.lost++;
            case LambdaEvent.Ended ended -> {
                alive.remove(ended.environment());
                starting.remove(ended.environment());
                working.remove(ended.environment());
            }
            case LambdaEvent.Extended _, LambdaEvent.Deployed _, LambdaEvent.Idle _, LambdaEvent.Logged _ -> {}
        }
    }

    private void handedOver(LambdaEvent.HandedOver handed) {
        working.put(handed.environment(), handed);
        if (!isUser(handed.invocation()) && handed.function().equals(function)) {
            page.reached.add(handed.environment());
        }
    }

    private void answered(LambdaEvent.Answered answered) {
        LambdaEvent.HandedOver handed = working.get(answered.environment());
        if (handed != null && isUser(handed.invocation())) {
            page.users.add(
                    new Wait(handed.arrived(), Duration.between(handed.arrived(), answered.at()), handed.cold()));
        }
    }

    private void invoked(LambdaEvent.Invoked invoked) {
        working.remove(invoked.environment());
        if (!isUser(invoked.invocation())) {
            Report report = invoked.report();
            page.invocations++;
            page.gbSeconds += gbSeconds(report, report.billed());
            page.initGbSeconds += gbSeconds(report, report.init().orElse(Duration.ZERO));
            page.answers.add(invoked.answer());
            page.lastWarming = Optional.of(invoked.at());
        }
    }

    private static double gbSeconds(Report report, Duration billed) {
        return Rates.gbSeconds(report.memory().megabytes(), billed).doubleValue();
    }

    private boolean isUser(Invocation invocation) {
        return Arrays.equals(invocation.payload().bytes(), user.bytes());
    }

    /** Whether nothing starts and no invocation of the strategy is under way. */
    synchronized boolean quiet() {
        return starting.isEmpty() && working.values().stream().allMatch(handed -> isUser(handed.invocation()));
    }

    /** Whether no invocation at all is under way either. */
    synchronized boolean idle() {
        return starting.isEmpty() && working.isEmpty();
    }

    /** How many environments the function has. */
    synchronized int alive() {
        return alive.size();
    }

    /** What happened since this was last asked. */
    synchronized Page turn() {
        Page turned = page;
        page = new Page();
        return turned;
    }

    /** How long the function's environments took to start, the shortest first. */
    synchronized List<Duration> inits() {
        return inits.stream().sorted().toList();
    }
}
