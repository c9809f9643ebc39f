package dev.hearth.lab.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Percent-encoding, as the two doors meet it. */
final class Encoded {

    private Encoded() {}

    /**
     * A path as an HTTP API hands it on: decoded twice, and cut at a question mark that the first decoding brought to
     * light (observed of API Gateway). Empty where either decoding fails; API Gateway refuses such a request.
     */
    static Optional<String> httpApiPath(String path) {
        return decode(path, false)
                .map(once -> once.contains("?") ? once.substring(0, once.indexOf('?')) : once)
                .flatMap(once -> decode(once, false));
    }

    /** A path segment, decoded once; empty where its encoding is broken. */
    static Optional<String> segment(String segment) {
        return decode(segment, false);
    }

    /** A query's parameters, decoded, in their order; repeated ones joined by commas. */
    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        repeated(query).forEach((name, values) -> parameters.put(name, String.join(",", values)));
        return parameters;
    }

    /** A query's parameters, decoded, in their order, each with all of its values. */
    static Map<String, List<String>> repeated(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = lenient(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : lenient(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String lenient(String text) {
        return decode(text, true).orElse(text);
    }

    private static Optional<String> decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return Optional.of(text);
        }
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                int high = i + 2 < source.length ? Character.digit(source[i + 1], 16) : -1;
                int low = i + 2 < source.length ? Character.digit(source[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && source[i] == '+' ? ' ' : source[i]);
            }
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }
}
