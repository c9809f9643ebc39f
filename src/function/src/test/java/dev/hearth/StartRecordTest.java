package dev.hearth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** This application's record of its start. */
class StartRecordTest {
    private static final Path RECORD = Path.of("src/main/hearth");

    @Test
    void it_names_the_priming_request_and_the_poll_loop() throws IOException {
        List<String> methods = lines("start-methods.txt");
        for (String named : List.of("HelloResource_Bean_create", "HttpURLConnection_getResponseCode")) {
            assertTrue(methods.stream().anyMatch(method -> method.contains(named)), named);
        }
    }

    @Test
    void it_has_each_method_and_object_once() throws IOException {
        for (String list : List.of("start-methods.txt", "start-objects.txt")) {
            List<String> lines = lines(list);
            assertEquals(lines.stream().distinct().sorted().toList(), lines, list);
        }
    }

    private static List<String> lines(String list) throws IOException {
        return Files.readAllLines(RECORD.resolve(list));
    }
}
