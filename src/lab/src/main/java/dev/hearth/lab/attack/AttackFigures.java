package dev.hearth.lab.attack;

import java.util.List;
import java.util.Map;

/**
 * What an attack did, and what came of it.
 *
 * @param lives how often the lab was started
 * @param inputs how many inputs each rule was tried with
 * @param peakMemoryMegabytes the most memory that the lab's process held, sampled each second
 * @param peakDescriptors the most files and sockets that it held while nobody asked it for anything
 * @param stuck environments that could not be had any more once all was quiet
 * @param problemsInAll how many things happened that must not
 * @param problems the first of them
 */
public record AttackFigures(
        long seed,
        double minutes,
        int lives,
        Requests requests,
        Events events,
        Cycles cycles,
        Faults faults,
        Map<String, Long> inputs,
        long peakMemoryMegabytes,
        long peakDescriptors,
        int stuck,
        long problemsInAll,
        List<String> problems) {

    public AttackFigures {
        inputs = Map.copyOf(inputs);
        problems = List.copyOf(problems);
    }

    /**
     * Requests that waited for an answer.
     *
     * @param answered as asked
     * @param refused in words
     * @param withTheLab under way when the lab was ended
     */
    public record Requests(long sent, long answered, long refused, long withTheLab) {}

    /**
     * Asynchronous events.
     *
     * @param again executed more than once, as retries may
     * @param dropped named as dropped
     * @param withTheLab waiting in a lab that was killed
     * @param lost none of these
     */
    public record Events(long accepted, long executed, long again, long dropped, long withTheLab, long lost) {}

    /**
     * Warm cycles.
     *
     * @param sent those that were answered
     * @param compared those whose report was held against the lab's record
     * @param toldOfBill what reports say was billed, of what REPORT lines say, where nothing went wrong
     */
    public record Cycles(long sent, long compared, double toldOfBill) {}

    /** What was done to it. */
    public record Faults(long kills, long stops, long abortedConnections, long labKills, long labEnds) {

        public long all() {
            return kills + stops + abortedConnections + labKills + labEnds;
        }
    }

    /** Whether nothing happened that must not. */
    public boolean clean() {
        return problemsInAll == 0;
    }
}
