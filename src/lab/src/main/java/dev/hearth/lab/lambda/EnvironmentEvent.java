package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to an environment, as seen from outside its process. */
public sealed interface EnvironmentEvent {

    /**
     * Its init is over for its extensions, which it has some of: {@link Ready} or {@link InitFailed} follows.
     */
    record Extended(List<ExtensionReport> extensions) implements EnvironmentEvent {

        public Extended {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * It asked for its first invocation.
     *
     * @param waited from the request for the environment to its start: a laptop starts a few at a time, no part of init
     * @param init from the start of the process to its first {@code /next}, and to that of each of its extensions
     * @param usage what it has used by then, if that is measured
     */
    record Ready(Duration waited, Duration init, Optional<Usage> usage) implements EnvironmentEvent {}

    /**
     * It reported an initialisation error, or ended or overran the limit before its first {@code /next}. Its process is
     * gone.
     *
     * @param failure for an overrun {@code Sandbox.Timedout} with the message {@code Task timed out after 3.00 seconds}
     * @param document what it posted to {@code /init/error}, if it did: invocations answer with it
     */
    record InitFailed(
            Duration waited, Duration init, Failure failure, Optional<Payload> document, int maximumMemoryMegabytes)
            implements EnvironmentEvent {}

    /** It wrote a line to stdout or stderr (without its line end). All that it wrote comes before what it did next. */
    record Wrote(String line) implements EnvironmentEvent {}

    /** It answered its invocation; the caller may have the answer, though the environment is not free yet. */
    record Answered(String requestId, Answer answer) implements EnvironmentEvent {}

    /**
     * It asked for the next invocation: the last one is over.
     *
     * @param duration from hand-over to this request, and to that of the last extension that was told of the invocation
     * @param usage what it has used by then, if that is measured
     */
    record Idle(String requestId, Duration duration, int maximumMemoryMegabytes, Optional<Usage> usage)
            implements EnvironmentEvent {}

    /** Its process ended: by itself, by the kernel or by {@link Environment#stop}, during an invocation or between two. */
    record Exited(Failure failure, int maximumMemoryMegabytes) implements EnvironmentEvent {}

    /**
     * Why an environment failed.
     *
     * @param errorType as on AWS, such as {@code Runtime.ExitError}
     * @param message as on AWS, without the leading {@code RequestId: … Error: }, such as {@code Runtime exited with error: exit status 1}
     */
    record Failure(String errorType, String message) {

        /** The error type of a timeout. */
        public static final String TIMED_OUT = "Sandbox.Timedout";

        /** The timeout of an invocation or of an init inside one. */
        public static Failure timedOut(Duration limit) {
            return new Failure(
                    TIMED_OUT, String.format(Locale.ROOT, "Task timed out after %.2f seconds", limit.toNanos() / 1e9));
        }
    }
}
