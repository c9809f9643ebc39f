package dev.hearth.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/**
 * Under {@code quarkus:dev} only, and where the application has Vert.x: serves the page with the last cycles. It needs no
 * WebSocket, unlike Quarkus's Dev UI: the mock event server, which all requests pass in development, lets none through.
 */
@Recorder
public class DevPageRecorder {
    private static final String JSON = "application/json";

    /** Answers with the page. */
    public Handler<RoutingContext> page(String html) {
        return http -> answer(http, 200, "text/html;charset=utf-8", html);
    }

    /** Answers with the last cycles. */
    public Handler<RoutingContext> cycles() {
        return http -> answer(http, 200, JSON, json(cyclesOfThisSession().last()));
    }

    /** Fires a cycle, and answers with what came of it. */
    public Handler<RoutingContext> warm() {
        return http -> {
            HttpServerRequest request = http.request();
            String site = request.getHeader("Sec-Fetch-Site");
            if (!request.method().equals(HttpMethod.POST)) {
                answer(http, 405, "text/plain", "A cycle is fired by POST");
            } else if (site != null && !site.equals("same-origin")) {
                answer(http, 403, "text/plain", "A page of another site fires no cycle");
            } else {
                warm(http, request.getParam("target"));
            }
        };
    }

    private static void warm(RoutingContext http, String target) {
        try {
            DevCycles cycles = cyclesOfThisSession();
            answer(http, 200, JSON, json(target == null ? cycles.warm() : cycles.warm(Integer.parseInt(target))));
        } catch (NumberFormatException e) {
            answer(http, 400, "text/plain", "target must be a whole number, but is " + target);
        } catch (IOException | RuntimeException e) {
            answer(http, 502, "text/plain", String.valueOf(e.getMessage()));
        }
    }

    private static DevCycles cyclesOfThisSession() {
        return Arc.container().instance(DevCycles.class).get();
    }

    private static String json(Object value) {
        try {
            return WarmJson.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(RoutingContext http, int status, String type, String body) {
        http.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }
}
