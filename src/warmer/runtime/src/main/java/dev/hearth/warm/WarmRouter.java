package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.WarmEvent;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Stands before the application's handler, whatever its types: a user's event passes on, a warm event goes to the {@link Warmer}
 * and never reaches the application. Who calls over HTTP sets headers, path, query, cookies and body; the event's first key, by
 * which a warm event is known, is AWS's.
 */
@Singleton
@Typed(WarmRouter.class)
public class WarmRouter implements RequestHandler<Object, Object> {
    private final UsersHandler users;
    private final Protocol protocol;
    private final Environment environment;
    private final Metrics metrics;
    private final Warmer warmer;

    @Inject
    WarmRouter(HandlerHook hook, Environment environment, Metrics metrics, Warmer warmer) {
        this(hook.users(), hook.protocol(), environment, metrics, warmer);
    }

    WarmRouter(UsersHandler users, Protocol protocol, Environment environment, Metrics metrics, Warmer warmer) {
        this.users = users;
        this.protocol = protocol;
        this.environment = environment;
        this.metrics = metrics;
        this.warmer = warmer;
    }

    @Override
    public Object handleRequest(Object event, Context context) {
        if (context instanceof Priming.OwnContext) {
            try {
                return users.handle(event, context);
            } finally {
                environment.primed();
            }
        }
        Environment.Arrival arrival = environment.arrive();
        if (event instanceof WarmInput warm) {
            return new WarmAnswer(answer(warm, context, arrival));
        }
        if (!protocol.takes(event)) {
            throw new BadEvent("The event is neither " + protocol.said() + " nor a warm event ({\"" + WarmEvent.KEY
                    + "\": {\"cycle\": {\"target\": 5}}}, with \"" + WarmEvent.KEY + "\" as its first key)");
        }
        serves(arrival);
        protocol.mend(event);
        try {
            return users.handle(event, context);
        } finally {
            environment.served(arrival.at());
        }
    }

    /** What a warm event is answered. */
    Object answer(WarmInput warm, Context context, Environment.Arrival arrival) {
        Invocation invocation = Invocation.of(context, arrival.at());
        return switch (warm) {
            case WarmInput.Own(JsonNode event) ->
                switch (WarmEvent.read(event)) {
                    case WarmEvent.Cycle cycle -> warmer.lead(cycle, invocation, arrival);
                    case WarmEvent.Hold hold -> warmer.hold(hold, invocation, arrival);
                };
            case WarmInput.Others(Compatible whose, JsonNode event) -> {
                Optional<WarmEvent.Cycle> cycle = whose.cycle(event);
                yield cycle.isPresent()
                        ? warmer.lead(cycle.get(), invocation, arrival)
                        : warmer.hold(invocation, arrival);
            }
        };
    }

    Environment.Arrival arrives() {
        return environment.arrive();
    }

    void served(Environment.Arrival arrival) {
        environment.served(arrival.at());
    }

    /** Notes that a user is served. */
    void serves(Environment.Arrival arrival) {
        if (arrival.cold()) {
            metrics.userColdStart(arrival.at());
        }
        environment.servesUser(arrival.at());
    }
}
