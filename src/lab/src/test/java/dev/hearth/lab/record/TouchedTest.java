package dev.hearth.lab.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From what valgrind, nm, readelf and the build wrote to the names of what was touched. */
class TouchedTest {

    private static Trace trace(String lines) {
        return Trace.read(new BufferedReader(new StringReader(lines)));
    }

    @Test
    void a_trace_is_words_of_eight_bytes_and_what_else_was_written() {
        Trace trace = trace(
                """
                ==7== Lackey, an example Valgrind tool
                I  04001234,3
                 L 1ffeff,8
                 S 1fff00,8
                 M 04001230,1
                started
                """);
        assertEquals(Set.of(0x04001230L, 0x1ffef8L, 0x1fff00L), trace.words());
        assertEquals("==7== Lackey, an example Valgrind tool\nstarted\n", trace.otherOutput());
    }

    @Test
    void a_method_reaches_as_far_as_the_next_symbol_of_code() {
        Places methods = new Places(Executable.methods(List.of(
                "0000000000400020 t second",
                "0000000000400010 T first",
                "0000000000400018 d data",
                "                 U printf",
                "0000000000400080 t end")));
        assertEquals(Set.of("first"), methods.touchedIn(trace("I  0040001f,1\n")));
        assertEquals(Set.of("second"), methods.touchedIn(trace("I  00400078,4\n")));
        assertEquals(Set.of(), methods.touchedIn(trace("I  00400008,4\nI  00400080,4\n")));
    }

    @Test
    void an_object_is_found_where_the_start_has_mapped_the_heap_anew() throws IOException {
        Executable.Section heap = Executable.section(List.of(
                "  [Nr] Name              Type            Address          Off    Size   ES Flg Lk Inf Al",
                "  [17] .svm_heap         PROGBITS        0000000001000000 e00000 00200000 00  WA  0   0 4096"));
        List<Executable.Mapping> mappings = Executable.mappings(
                List.of(
                        "01000000-01200000 r--p 00e00000 08:01 7   /task/bootstrap",
                        "7f0000000000-7f0000200000 r--p 00e00000 08:01 7   /task/bootstrap",
                        "7f1000000000-7f1000200000 r--p 00e00000 08:01 7   /other/task/bootstrap"),
                Path.of("/task/bootstrap"));
        assertEquals(2, mappings.size());
        Places objects =
                new Places(Executable.objects(List.of("4096", "4112 16 key1", "4128 32 key2"), heap, mappings));
        assertEquals(Set.of("key1"), objects.touchedIn(trace(" L 7f0000000018,8\n")));
        assertEquals(Set.of("key2"), objects.touchedIn(trace(" L 7f000000003c,4\n")));
        assertEquals(Set.of(), objects.touchedIn(trace(" L 01000018,8\n")));
    }

    @Test
    void what_native_image_did_not_build_is_refused() {
        assertThrows(IOException.class, () -> Executable.section(List.of("  [ 1] .text  PROGBITS")));
    }
}
