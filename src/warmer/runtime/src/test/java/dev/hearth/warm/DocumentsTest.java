package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents whose tables say in their last column what holds a row: a test, by its name or that of its class. */
class DocumentsTest {
    private static final Path DOCUMENTS = Path.of("../../../docs");
    private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\(([^)#]+)\\)");

    @ParameterizedTest
    @ValueSource(strings = {"security.md", "upgrades.md", "defects.md"})
    void each_row_names_a_test(String document) throws IOException {
        assertEquals(
                List.of(),
                rows(document).stream()
                        .filter(row -> tests(lastColumn(row)).isEmpty())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"security.md", "upgrades.md", "defects.md"})
    void each_test_that_is_named_is_there(String document) throws IOException {
        List<MatchResult> named = rows(document).stream()
                .flatMap(row -> tests(lastColumn(row)).stream())
                .toList();

        assertFalse(named.isEmpty());
        for (MatchResult test : named) {
            String name = test.group(1);
            Path file = DOCUMENTS.resolve(test.group(2));
            assertTrue(Files.isRegularFile(file), () -> document + " names " + name + " in " + file);
            String source = Files.readString(file);
            assertTrue(
                    Stream.of("void " + name + "(", "class " + name + " ", "run \"" + name + '"', name + "() {")
                            .anyMatch(source::contains),
                    () -> document + " names " + name + ", which is not in " + file);
        }
    }

    /** What is said outside of a table has no test beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"security.md"})
    void whatever_is_said_is_a_row_but_for_a_line_that_opens_the_page_or_a_part(String document) throws IOException {
        List<String> prose = Files.readAllLines(DOCUMENTS.resolve(document)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("|"))
                .toList();

        for (int i = 0; i < prose.size(); i++) {
            String line = prose.get(i);
            assertTrue(line.startsWith("#") || (i > 0 && prose.get(i - 1).startsWith("#")), line);
        }
    }

    private static List<String> rows(String document) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENTS.resolve(document)).stream()
                .filter(line -> line.startsWith("|"))
                .toList();
        return lines.stream()
                .filter(line -> !line.startsWith("|---") && !isHeader(line, lines))
                .toList();
    }

    private static boolean isHeader(String line, List<String> lines) {
        int next = lines.indexOf(line) + 1;
        return next < lines.size() && lines.get(next).startsWith("|---");
    }

    private static String lastColumn(String row) {
        List<String> columns = List.of(row.split(" \\| ", -1));
        return columns.getLast();
    }

    private static List<MatchResult> tests(String column) {
        return LINK.matcher(column).results().toList();
    }
}
