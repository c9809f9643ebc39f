package dev.hearth.lab.peers;

import com.fasterxml.jackson.core.JacksonException;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is compared. It is a file, so that other ways and other settings need no program. */
public record Strategies(List<Strategy> strategies) {

    public Strategies {
        strategies = List.copyOf(strategies);
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("it names no strategy");
        }
        Set<String> names = new HashSet<>();
        for (Strategy strategy : strategies) {
            if (!names.add(strategy.name())) {
                throw new IllegalArgumentException("it names the strategy " + strategy.name() + " twice");
            }
        }
    }

    /** The project's own. */
    public static Strategies own() {
        try (InputStream in = Strategies.class.getResourceAsStream("strategies.json")) {
            return Json.MAPPER.readValue(in, Strategies.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a user's. */
    public static Strategies read(Path file) {
        try {
            return Json.MAPPER.treeToValue(Json.object(Files.readString(file)), Strategies.class);
        } catch (JacksonException e) {
            throw new Refusal(file + " holds no strategies: " + Json.problem(e));
        } catch (IOException e) {
            throw new Refusal("cannot read the strategies " + file + ": " + e);
        }
    }

    /** The same without the strategies that are not named; all where none is. */
    public Strategies only(Set<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        Set<String> unknown = new TreeSet<>(names);
        strategies.forEach(strategy -> unknown.remove(strategy.name()));
        if (!unknown.isEmpty()) {
            throw new Refusal("there is no strategy " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", strategies.stream().map(Strategy::name).toList()));
        }
        return new Strategies(strategies.stream()
                .filter(strategy -> names.contains(strategy.name()))
                .toList());
    }
}
