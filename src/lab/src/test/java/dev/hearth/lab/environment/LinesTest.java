package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinesTest {

    private final List<String> written = new ArrayList<>();
    private final Lines lines = new Lines(written::add);

    @Test
    void a_line_is_told_once_it_ends() {
        append("one\ntw");
        assertEquals(List.of("one"), written);

        append("o\n");
        assertEquals(List.of("one", "two"), written);
    }

    @Test
    void a_line_without_an_end_is_told_when_flushed() {
        append("one");
        lines.flush();
        lines.flush();

        assertEquals(List.of("one"), written);
    }

    @Test
    void a_carriage_return_before_the_end_belongs_to_the_end() {
        append("one\r\n\r\na\rb\n");

        assertEquals(List.of("one", "", "a\rb"), written);
    }

    @Test
    void a_character_in_two_chunks_stays_whole() {
        byte[] bytes = "ä\n".getBytes(StandardCharsets.UTF_8);
        lines.append(new byte[] {bytes[0]});
        lines.append(new byte[] {bytes[1], bytes[2]});

        assertEquals(List.of("ä"), written);
    }

    @Test
    void bytes_that_are_no_text_are_replaced() {
        lines.append(new byte[] {(byte) 0xff, 'x', '\n'});

        assertEquals(List.of("\ufffdx"), written);
    }

    @Test
    void a_line_that_never_ends_is_cut() {
        append("g".repeat(2 * Lines.LONGEST + 1) + "\n");

        assertEquals(
                List.of(Lines.LONGEST, Lines.LONGEST, 1),
                written.stream().map(String::length).toList());
    }

    @Property
    void chunks_do_not_matter(@ForAll List<String> texts, @ForAll @IntRange(min = 1, max = 7) int size) {
        byte[] all = (String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8);
        List<String> whole = new ArrayList<>();
        new Lines(whole::add).append(all);

        List<String> pieces = new ArrayList<>();
        Lines cut = new Lines(pieces::add);
        for (int i = 0; i < all.length; i += size) {
            cut.append(java.util.Arrays.copyOfRange(all, i, Math.min(all.length, i + size)));
        }

        assertEquals(whole, pieces);
    }

    private void append(String text) {
        lines.append(text.getBytes(StandardCharsets.UTF_8));
    }
}
