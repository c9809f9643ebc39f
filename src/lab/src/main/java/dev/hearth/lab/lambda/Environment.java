package dev.hearth.lab.lambda;

/** An environment: takes one invocation at a time, and is frozen between them. Neither method blocks or throws. */
public interface Environment {

    /** Hands over an invocation. Legal after {@link EnvironmentEvent.Ready} or {@link EnvironmentEvent.Idle} only. */
    void invoke(Invocation invocation);

    /** Ends it, whatever it does; {@link EnvironmentEvent.Exited} follows once its process is gone. */
    void stop();
}
