package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.WarmEvent;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

/**
 * Stands before the function's handler: a user's request passes on, a warm event goes to the {@link Warmer}, and anything else
 * is refused with a {@link BadEvent}. Whoever calls over HTTP sets headers, path, query, cookies and body, and what they hold is
 * never looked at here; what arrives as an HTTP request is one, whatever else the event holds.
 */
@Decorator
@Priority(10)
public class WarmRouter implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> users;
    private final Environment environment;
    private final Metrics metrics;
    private final Warmer warmer;

    @Inject
    WarmRouter(
            @Delegate @Any RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> users,
            Environment environment,
            Metrics metrics,
            Warmer warmer) {
        this.users = users;
        this.environment = environment;
        this.metrics = metrics;
        this.warmer = warmer;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        if (context instanceof Priming.OwnContext) {
            return users.handleRequest(event, context);
        }
        Environment.Arrival arrival = environment.arrive();
        if (isHttp(event)) {
            if (arrival.cold()) {
                metrics.userColdStart(arrival.at());
            }
            environment.servesUser(arrival.at());
            return users.handleRequest(event, context);
        }
        Invocation invocation = Invocation.of(context, arrival.at());
        return new WarmAnswer(
                switch (warmEvent(event)) {
                    case WarmEvent.Cycle cycle -> warmer.lead(cycle, invocation, arrival);
                    case WarmEvent.Hold hold -> warmer.hold(hold, invocation, arrival);
                });
    }

    private static boolean isHttp(APIGatewayV2HTTPEvent event) {
        return event != null
                && event.getRawPath() != null
                && event.getRequestContext() != null
                && event.getRequestContext().getHttp() != null
                && event.getRequestContext().getHttp().getMethod() != null;
    }

    private static WarmEvent warmEvent(APIGatewayV2HTTPEvent event) {
        if (event instanceof WarmAwareEvent aware && aware.hearth().isPresent()) {
            return WarmEvent.parse(aware.hearth().get());
        }
        throw new BadEvent(
                "The event is neither an HTTP API request (payload format 2.0: rawPath and requestContext.http.method)"
                        + " nor a warm event ({\"" + WarmEvent.KEY + "\": {\"cycle\": {\"target\": 5}}})");
    }
}
