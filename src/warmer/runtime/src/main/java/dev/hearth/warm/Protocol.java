package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.lang.reflect.InvocationTargetException;

/** What events an application takes, by the Lambda extension that it has. */
public enum Protocol {
    /** An HTTP API or a function URL: {@code quarkus-amazon-lambda-http}, payload format 2.0. */
    HTTP("an HTTP API request (payload format 2.0: rawPath and requestContext.http.method)") {
        @Override
        boolean takes(Object event) {
            return event instanceof APIGatewayV2HTTPEvent request
                    && request.getRawPath() != null
                    && request.getRequestContext() != null
                    && request.getRequestContext().getHttp() != null
                    && request.getRequestContext().getHttp().getMethod() != null;
        }

        @Override
        void mend(Object event) {
            APIGatewayV2HTTPEvent request = (APIGatewayV2HTTPEvent) event;
            if (!RequestPath.isWellFormed(request.getRawPath())) {
                request.setRawPath(RequestPath.encoded(request.getRawPath()));
            }
        }
    },
    /** A REST API or a load balancer: {@code quarkus-amazon-lambda-rest}, payload format 1.0. */
    REST("a REST API or load balancer request (payload format 1.0: httpMethod and path)") {
        @Override
        boolean takes(Object event) {
            return event != null && text(event, "getHttpMethod") != null && text(event, "getPath") != null;
        }

        @Override
        void mend(Object event) {
            String path = text(event, "getPath");
            if (!RequestPath.isWellFormed(path)) {
                call(event, "setPath", new Class<?>[] {String.class}, RequestPath.encoded(path));
            }
        }

        /** The event's class has the name that the other extension's has too, so it can't be named here. */
        private static String text(Object event, String getter) {
            return (String) call(event, getter, new Class<?>[0]);
        }

        private static Object call(Object event, String method, Class<?>[] types, Object... arguments) {
            try {
                return event.getClass().getMethod(method, types).invoke(event, arguments);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("quarkus-amazon-lambda-rest hands over a " + event.getClass(), e);
            }
        }
    },
    /** Whatever the application's own handler says. */
    OWN("") {
        @Override
        boolean takes(Object event) {
            return true;
        }

        @Override
        void mend(Object event) {
            // Nothing is known of it.
        }
    };

    private final String said;

    Protocol(String said) {
        this.said = said;
    }

    /** Whether the application can make something of it; what it cannot is refused in words, and not answered by a 500. */
    abstract boolean takes(Object event);

    /** AWS hands over paths decoded; what no HTTP request could have in its first line is encoded again. */
    abstract void mend(Object event);

    /** What it takes, for a person. */
    String said() {
        return said;
    }
}
