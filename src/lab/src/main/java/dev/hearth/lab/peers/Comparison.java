package dev.hearth.lab.peers;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.Json;
import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was compared and measured, as it is stored.
 *
 * @param machine where, in words
 * @param leftOut strategies that this machine could not run, a line each
 * @param starts how long environments took to start, by strategy: what its language costs, and not the method
 * @param complete whether it was not interrupted
 */
public record Comparison(
        int format,
        Instant startedAt,
        String machine,
        String commit,
        List<Long> seeds,
        @JsonProperty("memoryMb") MemorySize memory,
        @JsonProperty("jitterMs") Duration jitter,
        List<Subject> strategies,
        List<String> leftOut,
        boolean complete,
        List<Start> starts,
        List<Measurement> measurements) {

    /** Changes with what a stored comparison means. */
    public static final int FORMAT = 1;

    /** A strategy, for who reads of it. */
    public record Subject(String name, String title, String about, boolean provisioned) {}

    /**
     * How long environments took to start in one trial.
     *
     * @param number how many there were
     * @param init the median
     */
    public record Start(String strategy, int number, @JsonProperty("initMs") Duration init) {}

    public Comparison {
        seeds = List.copyOf(seeds);
        strategies = List.copyOf(strategies);
        leftOut = List.copyOf(leftOut);
        starts = List.copyOf(starts);
        measurements = List.copyOf(measurements);
    }

    public void write(Path file) {
        Json.write(this, file);
    }

    public static Comparison read(Path file) {
        try {
            JsonNode tree = Json.object(Files.readString(file));
            if (tree.has("format") && tree.path("format").asInt() != FORMAT) {
                throw new Refusal(file + ": it has format "
                        + tree.path("format").asInt() + ", this program reads format " + FORMAT + ": measure anew");
            }
            return Json.MAPPER.treeToValue(tree, Comparison.class);
        } catch (JacksonException e) {
            throw new Refusal(file + " holds no comparison: " + Json.problem(e));
        } catch (IOException e) {
            throw new Refusal("cannot read " + file + ": " + e);
        }
    }

    /** Both together, as if measured in one go. */
    public Comparison with(Comparison other) {
        if (!memory.equals(other.memory) || !jitter.equals(other.jitter)) {
            throw new Refusal("two comparisons at different memory sizes or with different jitter are no one");
        }
        List<Subject> subjects = new ArrayList<>(strategies);
        other.strategies.stream()
                .filter(subject ->
                        subjects.stream().noneMatch(known -> known.name().equals(subject.name())))
                .forEach(subjects::add);
        return new Comparison(
                format,
                startedAt.isBefore(other.startedAt) ? startedAt : other.startedAt,
                machine,
                commit.equals(other.commit) ? commit : commit + ", " + other.commit,
                joined(seeds, other.seeds),
                memory,
                jitter,
                subjects,
                joined(leftOut, other.leftOut),
                complete && other.complete,
                joined(starts, other.starts),
                joined(measurements, other.measurements));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        if (!some.isEmpty() && some.getFirst() instanceof String) {
            Set<T> different = new LinkedHashSet<>(some);
            different.addAll(others);
            return List.copyOf(different);
        }
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
