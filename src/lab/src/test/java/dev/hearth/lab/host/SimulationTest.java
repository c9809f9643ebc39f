package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Routing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same rules under a virtual clock: what does not fit a laptop. */
class SimulationTest {

    private static final int ENVIRONMENTS = 10_000;
    private static final int SECONDS = 6 * 3_600;
    private static final Duration HOLD = Duration.ofSeconds(200);

    private final VirtualTime time = new VirtualTime();
    private final AtomicInteger answered = new AtomicInteger();
    private final Set<EnvironmentId> ended = new HashSet<>();

    @ParameterizedTest
    @EnumSource
    void ten_thousand_environments_live_through_six_hours(Routing routing) {
        FunctionSettings hello = FunctionSettings.named("hello")
                .withRouting(routing)
                .withTimeout(Duration.ofMinutes(5))
                .withIdle(Duration.ofHours(1));
        Simulated environments = new Simulated();
        LocalLambda lambda = new LocalLambda(
                AccountSettings.DEFAULT.withConcurrency(2 * ENVIRONMENTS),
                List.of(hello),
                environments,
                time,
                new SplittableRandom(1),
                this::watch);

        // As fast as AWS starts them: 1,000 every 10 s, each held until the last one is there.
        for (int n = 0; n < ENVIRONMENTS; n++) {
            if (n % 1_000 == 0) {
                time.pass(Duration.ofSeconds(10));
            }
            invoke(lambda);
        }
        time.pass(HOLD.plusSeconds(1));
        assertEquals(ENVIRONMENTS, environments.started.size());
        assertEquals(ENVIRONMENTS, answered.get());

        environments.took = Duration.ofMillis(100);
        for (int second = 0; second < SECONDS; second++) {
            invoke(lambda);
            time.pass(Duration.ofSeconds(1));
        }

        assertEquals(ENVIRONMENTS + SECONDS, answered.get());
        assertEquals(ENVIRONMENTS, environments.started.size(), "a user met a cold start");
        int left = ENVIRONMENTS - ended.size();
        switch (routing) {
            case RECENT -> assertEquals(1, left, "one environment serves one user at a time");
            case LEAST_RECENT -> assertEquals(3_600, left, "a turn comes round within the idle time");
            case RANDOM -> assertTrue(left > 1 && left < ENVIRONMENTS, () -> "left: " + left);
        }
    }

    private void invoke(LocalLambda lambda) {
        lambda.invoke(Stage.CALL).thenAccept(outcome -> answered.incrementAndGet());
    }

    private void watch(LambdaEvent event) {
        if (event instanceof LambdaEvent.Ended gone) {
            ended.add(gone.environment());
        }
    }

    /** Environments that are a few numbers. */
    private final class Simulated implements EnvironmentFactory {

        private final Set<EnvironmentId> started = new HashSet<>();
        private Duration took = HOLD;

        @Override
        public Environment start(
                EnvironmentId id,
                FunctionSettings function,
                Initialization initialization,
                Duration initLimit,
                Consumer<EnvironmentEvent> events) {
            started.add(id);
            Duration init = Duration.ofMillis(25);
            time.call(
                    time.now().plus(init),
                    () -> events.accept(new EnvironmentEvent.Ready(Duration.ZERO, init, Optional.empty())));
            return new Environment() {
                @Override
                public void invoke(Invocation invocation) {
                    time.call(time.now().plus(took), () -> {
                        events.accept(new EnvironmentEvent.Answered(
                                invocation.requestId(), new Answer.Result(Payload.of("{}"))));
                        events.accept(new EnvironmentEvent.Idle(invocation.requestId(), took, 44, Optional.empty()));
                    });
                }

                @Override
                public void stop() {
                    events.accept(new EnvironmentEvent.Exited(
                            new EnvironmentEvent.Failure("Runtime.ExitError", "stopped"), 44));
                }
            };
        }
    }
}
