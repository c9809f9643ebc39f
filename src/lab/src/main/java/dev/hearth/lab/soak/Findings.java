package dev.hearth.lab.soak;

import java.util.List;

/**
 * What became of the requests. {@code sent} is the sum of {@code answered}, {@code wrong}, {@code lost} and, while it
 * runs, of those under way.
 *
 * @param asked how many requests the run was to put
 * @param answered how many had their own answer
 * @param wrong how many had an error or another request's answer
 * @param lost how many had none: their environment ended, or had nothing to say for longer than the patience
 * @param started environments, the replaced ones among them
 * @param seconds from the first request to the last answer
 * @param longestMs the longest wait for an answer
 * @param problems the first of what went wrong, a line each
 */
public record Findings(
        long seed,
        int environments,
        long asked,
        long sent,
        long answered,
        long wrong,
        long lost,
        int started,
        double seconds,
        double perSecond,
        double longestMs,
        List<String> problems) {

    public Findings {
        problems = List.copyOf(problems);
    }

    /** Whether every request that was put had its own answer. */
    public boolean clean() {
        return sent > 0 && sent == answered;
    }
}
