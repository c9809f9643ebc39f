package dev.hearth.nativeimage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartFirstTest {
    /** What it needs of the builder's inside is not on this class path, as it would be missing in a builder that differs. */
    @Test
    void a_builder_that_differs_inside_keeps_its_own_order_and_does_not_fail() {
        StartFirst feature = new StartFirst();
        feature.afterAnalysis(null);
        feature.beforeCompilation(null);
    }

    @Test
    void the_record_names_the_priming_request_and_the_poll_loop() throws IOException {
        List<String> methods = lines(StartFirst.METHODS);
        for (String named : List.of("HelloResource_Bean_create", "HttpURLConnection_getResponseCode")) {
            assertTrue(methods.stream().anyMatch(method -> method.contains(named)), named);
        }
    }

    @Test
    void the_record_has_each_method_and_object_once() throws IOException {
        for (String list : List.of(StartFirst.METHODS, StartFirst.OBJECTS)) {
            List<String> lines = lines(list);
            assertEquals(lines.stream().distinct().sorted().toList(), lines, list);
        }
    }

    private static List<String> lines(String list) throws IOException {
        try (var in = StartFirst.class.getResourceAsStream(list)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
