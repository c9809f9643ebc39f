package dev.hearth.lab.lambda;

import java.time.Duration;

/** What happens to an environment, as seen from outside its process. */
public sealed interface EnvironmentEvent {

    /**
     * It asked for its first invocation.
     *
     * @param waited from the request for the environment to its start: a laptop starts a few at a time, no part of init
     * @param init from the start of the process to its first {@code /next}
     */
    record Ready(Duration waited, Duration init) implements EnvironmentEvent {}

    /** It reported an initialisation error ({@code /init/error}), or ended or overran the limit before its first {@code /next}. */
    record InitFailed(Duration waited, Duration init, Failure failure) implements EnvironmentEvent {}

    /** It answered its invocation; the caller may have the answer, though the environment is not free yet. */
    record Answered(String requestId, Answer answer) implements EnvironmentEvent {}

    /**
     * It asked for the next invocation: the last one is over.
     *
     * @param duration from hand-over to this request
     * @param log what it wrote to stdout and stderr meanwhile, at most the last 4 KB
     */
    record Idle(String requestId, Duration duration, int maximumMemoryMegabytes, String log)
            implements EnvironmentEvent {}

    /** Its process ended by itself or was ended by the kernel, during an invocation or between two. */
    record Exited(Failure failure, int maximumMemoryMegabytes, String log) implements EnvironmentEvent {}

    /**
     * Why an environment failed.
     *
     * @param errorType as on AWS, such as {@code Runtime.ExitError}
     * @param message as on AWS, without the leading {@code RequestId: … Error: }, such as {@code Runtime exited with error: exit status 1}
     */
    record Failure(String errorType, String message) {}
}
