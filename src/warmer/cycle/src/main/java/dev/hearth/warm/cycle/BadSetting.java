package dev.hearth.warm.cycle;

import java.util.Locale;

/**
 * A setting of {@code hearth.warm.*} that no cycle can be led with. It becomes the function error of every warm event, and no user's
 * request is the worse for it. Without a stack trace: the log should say it in one line.
 */
public final class BadSetting extends RuntimeException {
    private BadSetting(String message) {
        super(message, null, false, false);
    }

    static BadSetting of(String name, String allowed, String found) {
        return new BadSetting("hearth.warm." + name + " (HEARTH_WARM_"
                + name.toUpperCase(Locale.ROOT).replace('-', '_') + ") must be " + allowed + ", but is " + found);
    }
}
