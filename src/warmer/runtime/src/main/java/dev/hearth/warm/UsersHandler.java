package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The application's own handler, which the warmer stands before. */
interface UsersHandler {
    /**
     * Handles a user's event, as without the warmer.
     *
     * @param event what the application's reader made of it; null where it made nothing of it
     */
    Object handle(Object event, Context context);

    /** The same for an application that reads and writes streams. */
    void handle(InputStream event, OutputStream answer, Context context) throws IOException;
}
