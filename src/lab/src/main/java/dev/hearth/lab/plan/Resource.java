package dev.hearth.lab.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hearth.lab.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A resource as it will be, or a block of one.
 *
 * @param unknown holds {@code true} in the place of each value that is known after apply only
 */
record Resource(String address, String type, JsonNode values, JsonNode unknown) {

    private static final int LONGEST_SHOWN = 100;

    /** Those that the plan leaves behind, of the root module and of every module in it. */
    static List<Resource> all(JsonNode plan) {
        Map<String, JsonNode> unknown = new HashMap<>();
        for (JsonNode change : plan.path("resource_changes")) {
            if (!change.has("deposed")) {
                unknown.put(
                        change.path("address").asText(), change.path("change").path("after_unknown"));
            }
        }
        List<Resource> resources = new ArrayList<>();
        collect(plan.path("planned_values").path("root_module"), unknown, resources);
        return resources;
    }

    private static void collect(JsonNode module, Map<String, JsonNode> unknown, List<Resource> resources) {
        for (JsonNode resource : module.path("resources")) {
            if (resource.path("mode").asText().equals("managed")) {
                String address = resource.path("address").asText();
                resources.add(new Resource(
                        address,
                        resource.path("type").asText(),
                        resource.path("values"),
                        unknown.getOrDefault(address, MissingNode.getInstance())));
            }
        }
        for (JsonNode child : module.path("child_modules")) {
            collect(child, unknown, resources);
        }
    }

    Optional<String> text(String name) {
        JsonNode value = values.path(name);
        if (absent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(name, "a text", value);
        }
        return Optional.of(value.asText()).filter(text -> !text.isEmpty());
    }

    /** Terraform writes some whole numbers as text. */
    OptionalInt number(String name) {
        JsonNode value = values.path(name);
        if (absent(value)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(value.asText()));
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number", value);
        }
    }

    Map<String, String> texts(String name) {
        Map<String, String> texts = new HashMap<>();
        values.path(name).properties().forEach(entry -> {
            if (!absent(entry.getValue())) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return texts;
    }

    /** The first block of that name. */
    Optional<Resource> block(String name) {
        return hasAny(name)
                ? Optional.of(new Resource(
                        address + "." + name,
                        type,
                        values.path(name).path(0),
                        unknown.path(name).path(0)))
                : Optional.empty();
    }

    /** Whether the first block of that name says this. */
    boolean says(String block, String name, String value) {
        return block(block)
                .flatMap(found -> found.text(name))
                .filter(value::equals)
                .isPresent();
    }

    /** What its configuration calls it. */
    String label() {
        return address.replaceFirst("\\[[^\\[]*]$", "").replaceFirst(".*\\.", "");
    }

    /** Of all of its attributes and blocks, whether they are set or not. */
    List<String> names() {
        return values.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean hasAny(String name) {
        return values.path(name).isArray() && !values.path(name).isEmpty();
    }

    boolean isUnknown(String name) {
        return unknown.path(name).asBoolean();
    }

    /** The keys of a map whose values are known after apply only; of a map that is not known at all, its own name. */
    List<String> unknownKeys(String name) {
        if (isUnknown(name)) {
            return List.of(name);
        }
        return unknown.path(name).properties().stream()
                .filter(entry -> entry.getValue().asBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether what stands at a path of blocks is known after apply only. */
    boolean isOpen(String path) {
        JsonNode open = unknown;
        for (String step : path.split("\\.", -1)) {
            open = (open.isArray() ? open.path(0) : open).path(step);
        }
        return open.asBoolean();
    }

    /** Whatever is said at a path of blocks, as one would read it; empty where nothing is. Of several blocks the first. */
    Optional<String> said(String path) {
        JsonNode value = values;
        for (String step : path.split("\\.", -1)) {
            value = (value.isArray() ? value.path(0) : value).path(step);
        }
        boolean empty = absent(value)
                || (value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty());
        return empty ? Optional.empty() : Optional.of(value.isContainerNode() ? value.toString() : value.asText());
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private Refusal wrong(String name, String wanted, JsonNode value) {
        String text = value.toString();
        String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
        return new Refusal(address + "." + name + " is " + shown + " in the plan, not " + wanted
                + ": give a plan as Terraform writes it");
    }
}
