package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.LambdaEvent.Answered;
import dev.hearth.lab.lambda.LambdaEvent.Ended;
import dev.hearth.lab.lambda.LambdaEvent.HandedOver;
import dev.hearth.lab.lambda.LambdaEvent.Idle;
import dev.hearth.lab.lambda.LambdaEvent.InitFailed;
import dev.hearth.lab.lambda.LambdaEvent.Invoked;
import dev.hearth.lab.lambda.LambdaEvent.Logged;
import dev.hearth.lab.lambda.LambdaEvent.Started;
import dev.hearth.lab.lambda.LambdaEvent.Starting;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** In which order a watcher may hear what happens to an environment. */
final class EventOrder {

    /** By what was heard of it last; a line that it wrote may stand anywhere. */
    private static final Map<Class<? extends LambdaEvent>, Set<Class<? extends LambdaEvent>>> NEXT = Map.of(
            Starting.class, Set.of(Started.class, InitFailed.class, Ended.class),
            Started.class, Set.of(HandedOver.class, Idle.class, Ended.class),
            // It may have failed inside the time of an invocation, which has failed with it.
            InitFailed.class, Set.of(Starting.class, Answered.class, Ended.class),
            HandedOver.class, Set.of(Answered.class, Ended.class),
            Answered.class, Set.of(Invoked.class, Ended.class),
            // Once more, where it had no process any more but was kept.
            Invoked.class, Set.of(HandedOver.class, Idle.class, Starting.class, Ended.class),
            Idle.class, Set.of(HandedOver.class, Ended.class),
            Ended.class, Set.of(Starting.class, Answered.class, Invoked.class, Ended.class));

    private EventOrder() {}

    static void check(List<LambdaEvent> events) {
        Map<EnvironmentId, Class<? extends LambdaEvent>> last = new HashMap<>();
        Instant before = Instant.MIN;
        for (LambdaEvent event : events) {
            assertFalse(event.at().isBefore(before), "time went back");
            before = event.at();
            if (event instanceof HandedOver handedOver) {
                assertFalse(handedOver.arrived().isAfter(handedOver.at()), "handed over before it arrived");
            }
            environment(event).ifPresent(id -> {
                Class<? extends LambdaEvent> earlier = last.put(id, event.getClass());
                Set<Class<? extends LambdaEvent>> allowed =
                        earlier == null ? Set.of(Starting.class) : NEXT.get(earlier);
                assertTrue(allowed.contains(event.getClass()), () -> event + " after " + earlier);
            });
        }
    }

    private static Optional<EnvironmentId> environment(LambdaEvent event) {
        return switch (event) {
            case Starting it -> Optional.of(it.environment());
            case Started it -> Optional.of(it.environment());
            case InitFailed it -> Optional.of(it.environment());
            case HandedOver it -> Optional.of(it.environment());
            case Answered it -> Optional.of(it.environment());
            case Invoked it -> Optional.of(it.environment());
            case Idle it -> Optional.of(it.environment());
            case Ended it -> Optional.of(it.environment());
            case Logged _,
                    LambdaEvent.Extended _,
                    LambdaEvent.Throttled _,
                    LambdaEvent.EventDropped _,
                    LambdaEvent.Deployed _ -> Optional.empty();
        };
    }
}
