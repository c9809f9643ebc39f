package dev.hearth.lab.environment;

import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.linux.Posix;
import java.util.Map;

/**
 * How a process ended.
 *
 * @param value its exit status, or 128 and a signal's number. {@link Process} does not tell the two apart: an exit with
 *     a status above 128 passes for a signal of that number
 */
record ExitStatus(int value) {

    static final ExitStatus KILLED = new ExitStatus(128 + Posix.SIGKILL);

    private static final int SIGNALLED = 128;

    /** As Go names them, and AWS with it. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "hangup"),
            Map.entry(2, "interrupt"),
            Map.entry(3, "quit"),
            Map.entry(4, "illegal instruction"),
            Map.entry(5, "trace/breakpoint trap"),
            Map.entry(6, "aborted"),
            Map.entry(7, "bus error"),
            Map.entry(8, "floating point exception"),
            Map.entry(9, "killed"),
            Map.entry(10, "user defined signal 1"),
            Map.entry(11, "segmentation fault"),
            Map.entry(12, "user defined signal 2"),
            Map.entry(13, "broken pipe"),
            Map.entry(14, "alarm clock"),
            Map.entry(15, "terminated"));

    /** The failure that AWS reports for a runtime that ended so. */
    Failure failure() {
        return new Failure("Runtime.ExitError", message());
    }

    private String message() {
        if (value == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: " + words();
    }

    /** As AWS says it of an extension. */
    String words() {
        if (value == 0) {
            return "exit code 0";
        }
        String signal = SIGNALS.get(value - SIGNALLED);
        return signal == null ? "exit status " + value : "signal: " + signal;
    }
}
