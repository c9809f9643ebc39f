package dev.hearth.warm;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A warm event, in place of what the application's reader would have made of it. */
sealed interface WarmInput {
    /** So much of an event is looked at; a user's is parsed once, by the application's own reader. */
    int HEAD = 64;

    Pattern WARM = Pattern.compile("^\\s*\\{\\s*\"" + WarmEvent.KEY + "\"\\s*:");

    /**
     * One of the warmer's own.
     *
     * @param event all of it
     */
    record Own(JsonNode event) implements WarmInput {}

    /**
     * One of another warmer's.
     *
     * @param whose which one's
     * @param event all of it
     */
    record Others(Compatible whose, JsonNode event) implements WarmInput {}

    /**
     * An event, looked at.
     *
     * @param warm what it is, if it is a warm event
     * @param whole a user's event, from its first byte
     */
    record Read(Optional<WarmInput> warm, InputStream whole) {}

    /**
     * Looks at how an event begins.
     *
     * @param compatible the others whose events are warm events too
     */
    static Read read(InputStream event, Set<Compatible> compatible) throws IOException {
        int length = compatible.isEmpty() ? HEAD : Compatible.HEAD;
        PushbackInputStream whole = new PushbackInputStream(event, length);
        byte[] start = whole.readNBytes(length);
        whole.unread(start);
        String head = new String(start, StandardCharsets.ISO_8859_1);
        if (WARM.matcher(head).find()) {
            return new Read(Optional.of(new Own(parse(whole))), whole);
        }
        Optional<Compatible> whose =
                compatible.stream().filter(other -> other.begins(head)).findFirst();
        return whose.isPresent()
                ? new Read(Optional.of(new Others(whose.get(), parse(whole))), whole)
                : new Read(Optional.empty(), whole);
    }

    /** No warm event comes near the limits of who reads it. */
    private static JsonNode parse(InputStream event) throws IOException {
        try {
            return WarmJson.read(event);
        } catch (StreamConstraintsException e) {
            throw new BadEvent("This is no warm event, though it begins as one of " + WarmEvent.KEY + ": "
                    + e.getOriginalMessage());
        }
    }
}
