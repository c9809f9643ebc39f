package dev.hearth.lab.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.warm.event.WarmEvent;
import java.io.IOException;

/** What an invocation was about, read from the first fields of its payload that tell. */
public sealed interface Event {

    /** A warm cycle. */
    record Cycle() implements Event {}

    /** A warm cycle's hold: it keeps an environment busy for a moment. */
    record Hold() implements Event {}

    /** A request over HTTP. */
    record Http(String request) implements Event {}

    /** Anything else that somebody sent. */
    record Other() implements Event {}

    JsonFactory JSON = new JsonFactory();

    static Event of(Payload payload) {
        try (JsonParser parser = JSON.createParser(payload.bytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                return read(parser);
            }
        } catch (IOException e) {
            // no JSON, so nothing that we know
        }
        return new Other();
    }

    private static Event read(JsonParser parser) throws IOException {
        boolean restApi = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(WarmEvent.KEY) && value == JsonToken.START_OBJECT) {
                return "hold".equals(parser.nextFieldName()) ? new Hold() : new Cycle();
            }
            restApi |= name.equals("resource");
            if ((name.equals("rawPath") || (restApi && name.equals("path"))) && value == JsonToken.VALUE_STRING) {
                return new Http(parser.getText());
            }
            parser.skipChildren();
        }
        return new Other();
    }

    /** The status that a function answers a request with; 0 where its answer names none. */
    static int status(Payload answer) {
        try (JsonParser parser = JSON.createParser(answer.bytes())) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean found = parser.currentName().equals("statusCode");
                    if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && found) {
                        return parser.getIntValue();
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // a bare answer
        }
        return 0;
    }
}
