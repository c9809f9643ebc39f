package dev.hearth.lab.traffic;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.simulation.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Collects what the readers find: a few numbers for each invocation, as there may be millions. */
final class Invocations {

    /** An invocation that began later than this after its environment was up did not wait for it. */
    private static final long EARLY = Duration.ofSeconds(10).toMillis() * 1_000;

    private static final int EXAMPLES = 5;
    private static final int EXAMPLE_LENGTH = 120;
    private static final int NONE = -1;

    /** Starts are drawn from so many at most. */
    private static final int MOST_STARTS = 100_000;

    private long[] begins = new long[1024];
    private long[] works = new long[1024];
    private int[] startLengths = new int[1024];
    private int[] streams = new int[1024];
    private int[] functions = new int[1024];
    private int size;

    private final Map<String, Integer> streamNumbers = new HashMap<>();
    private final Map<String, Integer> functionNumbers = new LinkedHashMap<>();
    private final Map<Integer, Long> initStarts = new HashMap<>();
    private final List<Duration> starts = new ArrayList<>();
    private final List<String> examples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private OptionalInt memory = OptionalInt.empty();
    private long coldStarts;
    private long earlyStarts;
    private long others;
    private long unreadable;

    /**
     * One invocation; the times in microseconds, the end since 1970.
     *
     * @param start how long its environment took to start, where it is its first
     */
    record Found(long end, long duration, OptionalLong start, Optional<String> stream, Optional<String> function) {}

    void add(Found found) {
        int stream = found.stream().map(name -> number(streamNumbers, name)).orElse(NONE);
        long begin = found.end() - found.duration();
        int start = NONE;
        if (found.start().isPresent()) {
            long length = found.start().getAsLong();
            if (starts.size() < MOST_STARTS) {
                starts.add(Duration.ofNanos(length * 1_000));
            }
            Long initStart = initStarts.remove(stream);
            if (initStart != null && begin - (initStart + length) > EARLY) {
                earlyStarts++;
            } else {
                coldStarts++;
                start = (int) Math.min(Integer.MAX_VALUE, length);
            }
        }
        if (size == begins.length) {
            grow();
        }
        begins[size] = begin;
        works[size] = found.duration();
        startLengths[size] = start;
        streams[size] = stream;
        functions[size] =
                found.function().map(name -> number(functionNumbers, name)).orElse(NONE);
        size++;
    }

    void initStarted(Optional<String> stream, long at) {
        stream.ifPresent(name -> initStarts.put(number(streamNumbers, name), at));
    }

    void memory(int megabytes) {
        memory = OptionalInt.of(megabytes);
    }

    void other() {
        others++;
    }

    void unreadable(String text, String why) {
        unreadable++;
        if (examples.size() < EXAMPLES) {
            String line = text.strip();
            examples.add(
                    (line.length() > EXAMPLE_LENGTH ? line.substring(0, EXAMPLE_LENGTH) + "…" : line) + ": " + why);
        }
    }

    /** Said once, however often it is given. */
    void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }

    int size() {
        return size;
    }

    /**
     * @param function the one that is wanted where several are named; the busiest if none is given
     * @throws Refusal where that one is not there
     */
    Recording recording(Optional<String> function) {
        int chosen = chosen(function);
        Traffic.Builder traffic = new Traffic.Builder();
        List<Streams.Use> uses = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (chosen == NONE || functions[i] == chosen) {
                long waited = Math.max(0, startLengths[i]);
                traffic.add(begins[i] - waited, works[i]);
                if (streams[i] != NONE) {
                    uses.add(new Streams.Use(begins[i], begins[i] + works[i], streams[i]));
                }
            }
        }
        return new Recording(
                traffic.build(),
                starts,
                coldStarts,
                earlyStarts,
                memory,
                Streams.observe(uses),
                new Recording.Lines(size, others, unreadable, examples),
                notes);
    }

    private int chosen(Optional<String> function) {
        if (function.isPresent()) {
            Integer number = functionNumbers.get(function.get());
            if (number == null) {
                throw new Refusal(
                        functionNumbers.isEmpty()
                                ? "--function " + function.get() + ": what was read names no functions; leave it out"
                                : "--function " + function.get() + " is in none of what was read; there are "
                                        + some(functionNumbers));
            }
            return number;
        }
        if (functionNumbers.size() < 2) {
            return NONE;
        }
        int[] counts = new int[functionNumbers.size()];
        for (int i = 0; i < size; i++) {
            if (functions[i] != NONE) {
                counts[functions[i]]++;
            }
        }
        int busiest = 0;
        for (int i = 1; i < counts.length; i++) {
            busiest = counts[i] > counts[busiest] ? i : busiest;
        }
        String name = new ArrayList<>(functionNumbers.keySet()).get(busiest);
        note("Of " + counts.length + " functions this is the busiest, " + name + "; --function names another.");
        return busiest;
    }

    private static String some(Map<String, Integer> names) {
        List<String> first = names.keySet().stream().limit(EXAMPLES).toList();
        return String.join(", ", first) + (names.size() > first.size() ? ", …" : "");
    }

    private static int number(Map<String, Integer> numbers, String name) {
        Integer known = numbers.get(name);
        if (known == null) {
            known = numbers.size();
            numbers.put(name, known);
        }
        return known;
    }

    private void grow() {
        int capacity = size + size / 2;
        begins = Arrays.copyOf(begins, capacity);
        works = Arrays.copyOf(works, capacity);
        startLengths = Arrays.copyOf(startLengths, capacity);
        streams = Arrays.copyOf(streams, capacity);
        functions = Arrays.copyOf(functions, capacity);
    }
}
