package dev.hearth.lab.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the local Lambda does with each attribute that touches a function: {@code attributes.txt}, which a test holds complete. */
final class Attributes {

    static final String ALL = "*";
    static final Attributes TABLE = read();

    private static final String NOT_HERE = "not here";
    private static final String WHERE = NOT_HERE + " where it names a function";
    private static final String UNLESS = " unless ";

    /**
     * A row.
     *
     * @param name the attribute, blocks parted by dots, or {@link #ALL}
     * @param words what is not here, with {@code {}} for the value
     */
    record Attribute(String type, String name, String verdict, String words) {

        boolean isNotHere() {
            return verdict.startsWith(NOT_HERE);
        }

        /** Whether it is said of resources only that name a function. */
        boolean ofFunctionsOnly() {
            return verdict.startsWith(WHERE);
        }

        /** Whether any value is not here, so that one that is not known yet is not either. */
        boolean isNeverHere() {
            return isNotHere() && !verdict.contains(UNLESS);
        }

        /** Whether with this value it is as it is here. */
        boolean isHere(String value) {
            return verdict.endsWith(UNLESS + value);
        }
    }

    private final Map<String, List<Attribute>> byType;

    private Attributes(Map<String, List<Attribute>> byType) {
        this.byType = byType;
    }

    /** Empty for a type that is not known here. */
    List<Attribute> of(String type) {
        return byType.getOrDefault(type, List.of());
    }

    List<Attribute> all() {
        return byType.values().stream().flatMap(List::stream).toList();
    }

    private static Attributes read() {
        try (InputStream file = Attributes.class.getResourceAsStream("attributes.txt")) {
            Map<String, List<Attribute>> byType = new LinkedHashMap<>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(parts -> new Attribute(parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip()))
                    .forEach(attribute ->
                            byType.merge(attribute.type(), List.of(attribute), (left, right) -> Stream.concat(
                                            left.stream(), right.stream())
                                    .toList()));
            return new Attributes(byType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
