package dev.hearth.lab.traffic;

import dev.hearth.lab.simulation.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was read, ready to be simulated.
 *
 * @param traffic users' requests
 * @param starts how long the starts took that are in it, early ones included
 * @param coldStarts requests that waited for a start
 * @param earlyStarts starts more than ten seconds before the first invocation: AWS's own accord, which no user waited for
 * @param memoryMegabytes the function's, where it was said; the last one
 * @param observed what the names of log streams tell about environments
 * @param notes what must be known to judge it, in sentences
 */
public record Recording(
        Traffic traffic,
        List<Duration> starts,
        long coldStarts,
        long earlyStarts,
        OptionalInt memoryMegabytes,
        Optional<Observed> observed,
        Lines lines,
        List<String> notes) {

    public Recording {
        starts = List.copyOf(starts);
        notes = List.copyOf(notes);
    }

    /**
     * What became of what was read.
     *
     * @param invocations lines, rows or minutes that told of invocations
     * @param others lines that tell of none: START, END, a function's own
     * @param unreadable those that should tell of an invocation and could not be read
     * @param examples the first few of these, shortened, each with why
     */
    public record Lines(long invocations, long others, long unreadable, List<String> examples) {

        public Lines {
            examples = List.copyOf(examples);
        }
    }
}
