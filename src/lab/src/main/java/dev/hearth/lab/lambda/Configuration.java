package dev.hearth.lab.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A function's settings as they are in force, whichever way they came.
 *
 * @param number how often the function was configured before
 * @param since when it was configured so
 */
public record Configuration(FunctionSettings settings, int number, Instant since) {

    /** Names this state of this function among all that it ever had. */
    public String revision() {
        String state = settings.name() + "/" + number + "/" + since;
        return UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The next one. */
    public Configuration then(FunctionSettings next, Instant now) {
        return new Configuration(next, number + 1, now);
    }
}
