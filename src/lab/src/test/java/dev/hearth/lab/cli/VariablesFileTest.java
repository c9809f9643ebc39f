package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesFileTest {
    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("variables"), content);
    }

    private static Map<String, String> everywhere(Path file) {
        return VariablesFile.read(file).everywhere();
    }

    @Test
    void may_be_json_as_sam_s_with_variables_of_all_functions_and_of_one() throws IOException {
        GivenVariables.Layer layer = VariablesFile.read(
                file("{\"Parameters\": {\"TABLE\": \"t\"}, \"orders\": {\"BUCKET\": \"b\", \"SIZE\": 5}}"));
        assertEquals(Map.of("TABLE", "t"), layer.everywhere());
        assertEquals(Map.of("orders", Map.of("BUCKET", "b", "SIZE", "5")), layer.byFunction());
    }

    @Test
    void json_that_says_no_variables_is_named_and_its_values_are_not() throws IOException {
        for (String content : new String[] {
            "{\"orders\": \"secret\"}", "{\"orders\": {\"KEY\": [\"secret\"]}}", "{\"orders\": {\"KEY\": secret}}"
        }) {
            Path file = file(content);
            String message = assertThrows(IllegalArgumentException.class, () -> VariablesFile.read(file))
                    .getMessage();
            assertTrue(message.startsWith("--env-file " + file), message);
            assertFalse(message.contains("secret"), message);
        }
    }

    @Test
    void has_a_variable_a_line_with_its_value_as_it_stands() throws IOException {
        assertEquals(
                Map.of("BUCKET_NAME", "fruits", "QUERY", "a=b&c = \"d\"", "EMPTY", ""),
                everywhere(file("# of the shop\n\nBUCKET_NAME=fruits\n  QUERY=a=b&c = \"d\"\nEMPTY=\n")));
    }

    @Test
    void a_line_that_is_none_is_named_and_its_text_is_not() throws IOException {
        Path file = file("A=1\nsecret\n");
        String message = assertThrows(IllegalArgumentException.class, () -> VariablesFile.read(file))
                .getMessage();
        assertEquals("--env-file " + file + ", line 2: must be NAME=VALUE, or a comment after #", message);
        assertFalse(message.contains("secret"));
    }

    @Test
    void a_file_that_is_not_there_or_no_text_is_named() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
        for (Path file : new Path[] {folder.resolve("missing"), folder, binary}) {
            String message = assertThrows(IllegalArgumentException.class, () -> VariablesFile.read(file))
                    .getMessage();
            assertTrue(message.startsWith("--env-file " + file + " cannot be read"), message);
        }
    }
}
