package dev.hearth.lab.environment;

import java.io.IOException;

/** The folder for temporary files cannot be used; the message names it, says why, and how to name another one. */
public final class UnusableFolder extends RuntimeException {

    UnusableFolder(String message, IOException cause) {
        super(message, cause);
    }
}
