package dev.hearth.warm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A warm event, in place of what the application's reader would have made of it.
 *
 * @param hearth the content of its key; {@code null} in JSON is a node of that type
 */
record WarmInput(JsonNode hearth) {
    /** So much of an event is looked at; a user's is parsed once, by the application's own reader. */
    private static final int HEAD = 64;

    private static final Pattern WARM = Pattern.compile("^\\s*\\{\\s*\"" + WarmEvent.KEY + "\"\\s*:");

    /**
     * An event, looked at.
     *
     * @param hearth what it holds, if it is a warm event
     * @param whole a user's event, from its first byte
     */
    record Read(Optional<JsonNode> hearth, InputStream whole) {}

    static Read read(InputStream event) throws IOException {
        PushbackInputStream whole = new PushbackInputStream(event, HEAD);
        byte[] head = whole.readNBytes(HEAD);
        whole.unread(head);
        return WARM.matcher(new String(head, StandardCharsets.ISO_8859_1)).find()
                ? new Read(Optional.of(WarmJson.read(whole).get(WarmEvent.KEY)), whole)
                : new Read(Optional.empty(), whole);
    }
}
