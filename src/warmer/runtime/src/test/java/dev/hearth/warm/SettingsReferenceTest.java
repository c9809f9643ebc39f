package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** The reference of settings is what Quarkus's annotation processor makes of their interfaces. */
class SettingsReferenceTest {
    private static final Path REFERENCE = Path.of("../../../docs/settings.md");
    private static final Path GENERATED = Path.of("target/settings.md");

    private static JsonNode model(String name) throws IOException {
        try (InputStream json =
                WarmConfig.class.getResourceAsStream("/META-INF/quarkus-config-doc/quarkus-config-" + name + ".json")) {
            return WarmJson.read(json);
        }
    }

    private static String reference() throws IOException {
        JsonNode said = model("javadoc").get("elements");
        StringJoiner reference = new StringJoiner("\n\n", "", "\n")
                .add("# Settings")
                .add(
                        "In `application.properties`, or as environment variables; all are read when the function starts.");
        for (JsonNode root : model("model").get("configRoots")) {
            reference.add("## `" + root.get("prefix").textValue() + ".*`");
            root.get("items").forEach(setting -> reference.add(entry(setting, said)));
        }
        return reference.toString();
    }

    private static String entry(JsonNode setting, JsonNode said) {
        String source = setting.get("sourceType").textValue() + "."
                + setting.get("sourceElementName").textValue();
        List<String> facts = new ArrayList<>();
        facts.add("`" + setting.at("/path/environmentVariable").textValue() + "`");
        facts.add(setting.path("list").asBoolean() ? "a list of " + type(setting) : type(setting));
        // The model has durations in capitals.
        facts.add(
                setting.has("defaultValue")
                        ? "default `" + setting.get("defaultValue").textValue().toLowerCase(Locale.ROOT) + "`"
                        : "no default");
        return "### `" + setting.at("/path/property").textValue() + "`\n" + String.join(", ", facts) + "\n\n"
                + plain(said.at("/" + source + "/description").textValue());
    }

    private static String type(JsonNode setting) {
        JsonNode accepted = setting.at("/enumAcceptedValues/values");
        if (accepted.isMissingNode()) {
            return setting.get("typeDescription").textValue();
        }
        List<String> values = new ArrayList<>();
        accepted.forEach(value -> values.add("`" + value.get("configValue").textValue() + "`"));
        return String.join(", ", values);
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`").replaceAll("\\s+", " ");
    }

    @Test
    void the_reference_says_what_the_settings_documentation_says() throws IOException {
        String reference = reference();
        Files.writeString(GENERATED, reference);
        assertEquals(
                reference,
                Files.readString(REFERENCE),
                "docs/settings.md is out of date; it should be as src/warmer/runtime/target/settings.md");
    }
}
