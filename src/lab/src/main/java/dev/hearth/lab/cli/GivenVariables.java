package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.UserVariables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Variables of functions as a user gives them, from one place or from several.
 *
 * @param layers what each place says; a later one is over those before it
 */
record GivenVariables(List<Layer> layers) {

    /** What an option says a function's variable by: {@code orders:TABLE}. A variable's name has no colon. */
    private static final char OF_FUNCTION = ':';

    /**
     * One place's.
     *
     * @param source the option, for an error
     * @param everywhere the variables of all functions
     * @param byFunction those of one, over the others
     */
    record Layer(String source, Map<String, String> everywhere, Map<String, Map<String, String>> byFunction) {}

    GivenVariables {
        layers = List.copyOf(layers);
    }

    /** None. */
    GivenVariables() {
        this(List.of());
    }

    /** What {@code --env} says, by {@code NAME} or {@code FUNCTION:NAME}. */
    static Layer typed(Map<String, String> variables) {
        Map<String, String> everywhere = new LinkedHashMap<>();
        Map<String, Map<String, String>> byFunction = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            int colon = name.indexOf(OF_FUNCTION);
            if (colon < 0) {
                everywhere.put(name, value);
            } else {
                byFunction
                        .computeIfAbsent(name.substring(0, colon), _ -> new LinkedHashMap<>())
                        .put(name.substring(colon + 1), value);
            }
        });
        return new Layer("--env", everywhere, byFunction);
    }

    /**
     * Those of the one function that a command runs.
     *
     * @throws Refusal if AWS would not take one
     */
    static Map<String, String> onlyTyped(Map<String, String> variables) {
        try {
            return UserVariables.require(variables);
        } catch (IllegalArgumentException e) {
            throw new Refusal("--env: " + e.getMessage(), e);
        }
    }

    /**
     * Returns them as they are.
     *
     * @throws IllegalArgumentException if one is of a function that is none of these, or AWS would not take it
     */
    GivenVariables require(Set<String> functions) {
        for (Layer layer : layers) {
            UserVariables.require(layer.everywhere());
            layer.byFunction().forEach((function, variables) -> {
                if (!functions.contains(function)) {
                    throw new IllegalArgumentException(layer.source() + " has variables of a function " + function
                            + ", which there is not; there is " + String.join(", ", new TreeSet<>(functions)));
                }
                UserVariables.require(variables);
            });
        }
        functions.forEach(function -> UserVariables.require(of(function)));
        return this;
    }

    /** A function's. */
    Map<String, String> of(String function) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Layer layer : layers) {
            variables.putAll(layer.everywhere());
            variables.putAll(layer.byFunction().getOrDefault(function, Map.of()));
        }
        return variables;
    }
}
