package dev.hearth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.Environment;
import dev.hearth.warm.HandlerHook;
import dev.hearth.warm.Priming;
import dev.hearth.warm.PrimingConfig;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PrimingTest {
    private static final List<String> SERVED = new CopyOnWriteArrayList<>();

    /** What priming requests here. */
    @Path("/primed")
    public static class Primed {
        @GET
        public String serve(@Context HttpHeaders headers) {
            SERVED.add(headers.getHeaderString("user-agent"));
            return "primed";
        }

        @GET
        @Path("/secret")
        public RestResponse<String> refuse() {
            return RestResponse.status(RestResponse.Status.FORBIDDEN, "secret");
        }

        @GET
        @Path("/failing")
        public String fail() {
            throw new IllegalStateException("not today");
        }
    }

    @Inject
    Environment environment;

    @Inject
    HandlerHook hook;

    @Test
    void the_function_serves_a_request_of_its_own_which_is_no_users() {
        Optional<Instant> before = environment.lastUserRequestAt();
        SERVED.clear();
        assertEquals(List.of(), warnings(() -> priming("/primed").run()));
        assertEquals(List.of("hearth"), SERVED);
        assertEquals(before, environment.lastUserRequestAt());
    }

    @Test
    void it_does_so_before_a_snapshot() {
        SERVED.clear();
        priming("/primed").beforeCheckpoint(null);
        assertEquals(List.of("hearth"), SERVED);
    }

    @Test
    void a_path_that_is_not_there_or_fails_is_named_and_stops_nothing() {
        for (String path : List.of("/nowhere", "/primed/failing")) {
            List<String> warnings = warnings(() -> priming(path).run());
            assertEquals(1, warnings.size(), path);
            assertTrue(warnings.getFirst().contains("hearth.priming.path: GET " + path), warnings.toString());
        }
    }

    @Test
    void after_a_snapshot_is_restored_the_environment_is_ready_since_then() {
        Instant before = Instant.now();
        priming("/primed").afterRestore(null);
        assertTrue(
                !environment.readyAt().isBefore(before), environment.readyAt().toString());
    }

    @Test
    void a_warning_tells_the_status_and_nothing_of_the_body() {
        assertEquals(
                List.of(
                        "hearth.priming.path: GET /primed/secret answered 403; name a path that answers every GET with 200"),
                warnings(() -> priming("/primed/secret").run()));
    }

    @Test
    void without_a_path_nothing_is_requested() {
        SERVED.clear();
        new Priming(config(Optional.empty()), environment, hook).run();
        assertEquals(List.of(), SERVED);
    }

    private Priming priming(String path) {
        return new Priming(config(Optional.of(path)), environment, hook);
    }

    private static PrimingConfig config(Optional<String> path) {
        return new PrimingConfig() {
            @Override
            public Optional<String> path() {
                return path;
            }

            @Override
            public Optional<String> event() {
                return Optional.empty();
            }
        };
    }

    private static List<String> warnings(Runnable action) {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(new PatternFormatter("%s").format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Priming.class.getName());
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return warnings;
    }
}
