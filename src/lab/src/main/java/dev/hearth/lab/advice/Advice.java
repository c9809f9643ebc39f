package dev.hearth.lab.advice;

import dev.hearth.lab.traffic.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer.
 *
 * @param results every strategy that was judged, in the order of a table
 * @param advised the one to take; empty where none was judged before the user had enough
 * @param met whether it keeps to what was asked with 95 % confidence
 * @param testedDays the days that strategies were judged by
 * @param warnings why not to rely on it, in sentences
 * @param needed the most environments that were needed in each hour of the week
 * @param complete whether all was judged that was to be
 */
public record Advice(
        Question question,
        Recording recording,
        Span span,
        int testedDays,
        Duration start,
        List<World> worlds,
        List<Result> results,
        Optional<Result> advised,
        boolean met,
        List<Point> curve,
        List<Spike> spikes,
        List<Integer> needed,
        Optional<Replayed> replayed,
        List<String> warnings,
        Deployed deployed,
        boolean complete) {

    public Advice {
        worlds = List.copyOf(worlds);
        results = List.copyOf(results);
        curve = List.copyOf(curve);
        spikes = List.copyOf(spikes);
        needed = List.copyOf(needed);
        warnings = List.copyOf(warnings);
    }

    /** The strategy of that name, if it was judged. */
    Optional<Result> result(String name) {
        return results.stream().filter(result -> result.name().equals(name)).findFirst();
    }
}
