package dev.hearth.lab.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which resources an attribute names, by the plan's {@code configuration}: an ARN that is known after apply only is
 * nevertheless somebody's. Through the variables and outputs of modules; not through {@code local}, whose expressions no
 * plan holds.
 */
final class References {

    private static final Pattern RESOURCE =
            Pattern.compile("(?<bare>[^.\\[]+\\.[^.\\[]+)(?<index>\\[(?:\"[^\"]*\"|\\d+)])?");
    private static final Pattern MODULE =
            Pattern.compile("module\\.(?<name>[^.\\[]+)(?<index>\\[(?:\"[^\"]*\"|\\d+)])?\\.(?<rest>.+)");
    private static final Pattern INDEX = Pattern.compile("\\[(?:\"[^\"]*\"|\\d+)]$");

    private final JsonNode root;
    private final Set<String> addresses;

    /** @param addresses of all resources that are planned */
    References(JsonNode plan, Set<String> addresses) {
        this.root = plan.path("configuration").path("root_module");
        this.addresses = Set.copyOf(addresses);
    }

    /** The addresses of the planned resources that an attribute is made of; blocks are parted by dots. */
    Set<String> of(String address, String attribute) {
        return of(address, expressions -> {
            JsonNode expression = expressions;
            for (String step : attribute.split("\\.", -1)) {
                expression = expression.isArray() ? expression.path(0).path(step) : expression.path(step);
            }
            return List.of(expression);
        });
    }

    /** The addresses of the planned resources that any attribute of a resource is made of. */
    Set<String> of(String address) {
        return of(address, expressions -> expressions.findParents("references"));
    }

    private Set<String> of(String address, Function<JsonNode, List<JsonNode>> parts) {
        Scope scope = new Scope(root, "", List.of());
        String rest = address;
        Matcher module = MODULE.matcher(rest);
        while (module.matches()) {
            scope = scope.child(module.group("name"), text(module.group("index")));
            rest = module.group("rest");
            module = MODULE.matcher(rest);
        }
        String bare = INDEX.matcher(rest).replaceFirst("");
        for (JsonNode resource : scope.module().path("resources")) {
            if (resource.path("address").asText().equals(bare)) {
                Set<String> found = new LinkedHashSet<>();
                for (JsonNode expression : parts.apply(resource.path("expressions"))) {
                    scope.collect(
                            expression, resource.path("for_each_expression"), indexOf(rest), found, new HashSet<>());
                }
                return found;
            }
        }
        return Set.of();
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static String indexOf(String address) {
        Matcher index = INDEX.matcher(address);
        return index.find() ? index.group() : "";
    }

    /** A module of the configuration, and how it was come to. */
    private final class Scope {

        private final JsonNode module;
        private final String prefix;
        private final List<Call> calls;

        private Scope(JsonNode module, String prefix, List<Call> calls) {
            this.module = module;
            this.prefix = prefix;
            this.calls = calls;
        }

        private JsonNode module() {
            return module;
        }

        private Scope child(String name, String index) {
            JsonNode call = module.path("module_calls").path(name);
            return new Scope(
                    call.path("module"),
                    prefix + "module." + name + index + ".",
                    Stream.concat(calls.stream(), Stream.of(new Call(this, call, index)))
                            .toList());
        }

        /** @param index of whom the expression belongs to, with its brackets */
        private void collect(JsonNode expression, JsonNode forEach, String index, Set<String> found, Set<String> seen) {
            List<String> references = StreamSupport.stream(
                            expression.path("references").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            for (String reference : references) {
                // The same one is told again, less exactly.
                boolean less = references.stream()
                        .anyMatch(other -> other.startsWith(reference + ".") || other.startsWith(reference + "["));
                if (!less && seen.add(prefix + reference)) {
                    follow(reference, forEach, index, found, seen);
                }
            }
        }

        private void follow(String reference, JsonNode forEach, String index, Set<String> found, Set<String> seen) {
            if (reference.startsWith("each.value")) {
                collect(forEach, forEach, index, found, seen);
            } else if (reference.startsWith("var.") && !calls.isEmpty()) {
                Call call = calls.getLast();
                call.caller()
                        .collect(
                                call.configuration()
                                        .path("expressions")
                                        .path(reference.split("[.\\[]", -1)[1]),
                                call.configuration().path("for_each_expression"),
                                call.index(),
                                found,
                                seen);
            } else {
                Matcher output = MODULE.matcher(reference);
                if (output.matches()) {
                    Scope child = child(output.group("name"), text(output.group("index")));
                    child.collect(
                            child.module()
                                    .path("outputs")
                                    .path(output.group("rest").split("[.\\[]", -1)[0])
                                    .path("expression"),
                            forEach,
                            "",
                            found,
                            seen);
                } else {
                    found.addAll(resources(reference, index));
                }
            }
        }

        /** Of several instances that of the same index; all, where that leaves it open. */
        private Set<String> resources(String reference, String index) {
            Matcher resource = RESOURCE.matcher(reference);
            if (!resource.lookingAt()) {
                return Set.of();
            }
            String bare = prefix + resource.group("bare");
            String exact = bare + text(resource.group("index"));
            if (addresses.contains(exact)) {
                return Set.of(exact);
            }
            if (addresses.contains(bare + index)) {
                return Set.of(bare + index);
            }
            Set<String> instances = new LinkedHashSet<>();
            if (resource.group("index") == null) {
                addresses.stream()
                        .filter(address -> address.startsWith(bare + "["))
                        .sorted()
                        .forEach(instances::add);
            }
            return instances;
        }
    }

    private record Call(Scope caller, JsonNode configuration, String index) {}
}
