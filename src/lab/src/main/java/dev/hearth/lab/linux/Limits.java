package dev.hearth.lab.linux;

import java.util.Locale;

/**
 * What this machine lets the lab impose on environments, as Lambda does.
 *
 * @param memory whether the memory size limits memory
 * @param cpu whether it limits CPU time
 * @param description for the user, one line: what holds, or why it does not and what to do about it
 */
public record Limits(boolean memory, boolean cpu, String description) {

    static Limits describe(boolean memory, boolean cpu, String by) {
        String what = memory && cpu ? "memory and CPU are" : (memory ? "memory is" : "CPU is");
        String not = memory && cpu ? "" : String.format(Locale.ROOT, " (%s is not)", memory ? "CPU" : "memory");
        return new Limits(memory, cpu, what + " limited by memory size" + not + ", by " + by);
    }
}
