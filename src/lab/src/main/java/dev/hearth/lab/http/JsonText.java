package dev.hearth.lab.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;

/** Tells whether bytes are JSON, without building anything from them. */
final class JsonText {

    /**
     * AWS documents no limit on what stands in a payload but its size, so Jackson's own limits on depth, numbers and
     * names are lifted. That on depth stays far out: each level costs memory while it is read.
     */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(1_000_000)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(LIMITS)
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
