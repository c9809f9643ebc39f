package dev.hearth.lab.dashboard;

import dev.hearth.lab.lambda.EnvironmentId;
import java.util.List;

/** What AWS does of itself or by its console, and what no door here offers. Thread-safe; does not block. */
public interface Controls {

    /** What runs now; nothing while it is being started. */
    List<Served> functions();

    /**
     * Ends an environment, at once or as soon as its invocation is over.
     *
     * @return whether there was one
     */
    boolean end(EnvironmentId environment);

    /**
     * Has the function's schedules ask for so many environments from now on.
     *
     * @return whether it has one that asks for a number
     */
    boolean retarget(String function, int target);
}
