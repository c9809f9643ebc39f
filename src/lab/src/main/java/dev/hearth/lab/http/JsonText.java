package dev.hearth.lab.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** Tells whether bytes are JSON, without building anything from them. */
final class JsonText {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonText() {}

    /**
     * Whether there is a document at all, rather than nothing or blanks.
     *
     * @throws NotJsonException if there is something else, or more than one
     */
    static boolean isPresent(byte[] bytes) throws NotJsonException {
        try (JsonParser json = JSON.createParser(bytes)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new NotJsonException("more than one value");
            }
            return true;
        } catch (IOException e) {
            throw new NotJsonException(e.getMessage());
        }
    }

    /** Says where the bytes stop being JSON. */
    static final class NotJsonException extends Exception {

        private NotJsonException(String message) {
            super(message);
        }
    }
}
