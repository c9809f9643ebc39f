package dev.hearth.lab.http;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedTest {

    /** What API Gateway was seen to make of these paths (captures of July 2026, us-west-2). */
    @ParameterizedTest
    @CsvSource({
        "/capture/plain,/capture/plain",
        "/capture/space%20value,/capture/space value",
        "/capture/question%3Fvalue,/capture/question",
        "/capture/hash%23value,/capture/hash#value",
        "/capture/slash%2Fvalue,/capture/slash/value",
        "/capture/unicode-%CE%BB-%E4%B8%96%E7%95%8C,/capture/unicode-λ-世界",
        "/capture/literal%252Fvalue,/capture/literal/value",
        "/capture/literal%253Fvalue,/capture/literal?value",
        "/capture/literal%2525value,/capture/literal%value",
        "/a+b,/a+b"
    })
    void a_path_is_decoded_as_api_gateway_does(String sent, String handedOn) {
        assertEquals(Optional.of(handedOn), Encoded.httpApiPath(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/percent%25done", "/%", "/%2", "/%zz"})
    void a_path_that_cannot_be_decoded_is_none(String sent) {
        assertEquals(Optional.empty(), Encoded.httpApiPath(sent));
    }

    @Test
    void a_query_becomes_decoded_parameters_with_repeated_values_joined() {
        assertEquals(
                Map.of("x", "1,2", "sp ace", "a b", "plus", "a+b", "empty", "", "bare", ""),
                Encoded.parameters("x=1&sp%20ace=a+b&x=2&plus=a%2Bb&empty=&bare&"));
    }

    @Test
    void a_query_with_a_broken_encoding_keeps_its_text() {
        assertEquals(Map.of("rate", "100%", "b", "%zz"), Encoded.parameters("rate=100%&b=%zz"));
    }

    @Test
    void an_empty_query_has_no_parameters() {
        assertEquals(Map.of(), Encoded.parameters(""));
    }

    @Property
    void a_segment_encoded_byte_by_byte_comes_back(@ForAll List<Character> characters) {
        String text = characters.stream().map(String::valueOf).collect(joining());
        String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String hex = HexFormat.ofDelimiter("%").withPrefix("").formatHex(sound.getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.of(sound), Encoded.segment(sound.isEmpty() ? "" : "%" + hex));
    }
}
