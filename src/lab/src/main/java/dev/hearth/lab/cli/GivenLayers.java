package dev.hearth.lab.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The layers that a user names, in the order in which they were typed: of all functions, or of one. */
record GivenLayers(List<Layer> layers) {

    /** @param function whose it is; empty: every function's */
    record Layer(Optional<String> function, Path zip) {}

    GivenLayers {
        layers = List.copyOf(layers);
    }

    /**
     * What {@code --layer} says, by {@code ZIP} or {@code FUNCTION:ZIP}. A path that has a colon is taken as a path where what
     * stands before that is no function's name and the file is there.
     *
     * @throws IllegalArgumentException if one is of a function that there is not
     */
    static GivenLayers typed(List<String> texts, Set<String> functions) {
        List<Layer> layers = new ArrayList<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            String before = colon < 0 ? "" : text.substring(0, colon);
            if (functions.contains(before)) {
                layers.add(new Layer(Optional.of(before), Path.of(text.substring(colon + 1))));
            } else if (colon < 0 || Path.of(text).toFile().exists()) {
                layers.add(new Layer(Optional.empty(), Path.of(text)));
            } else {
                throw new IllegalArgumentException("--layer " + text + " is of a function " + before
                        + ", which there is not; there is " + String.join(", ", new TreeSet<>(functions)));
            }
        }
        return new GivenLayers(layers);
    }

    /** A function's, in order. */
    List<Path> of(String function) {
        return layers.stream()
                .filter(layer -> layer.function().map(function::equals).orElse(true))
                .map(Layer::zip)
                .toList();
    }
}
