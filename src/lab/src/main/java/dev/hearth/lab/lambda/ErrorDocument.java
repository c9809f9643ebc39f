package dev.hearth.lab.lambda;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.hearth.lab.lambda.EnvironmentEvent.Failure;

/** What an invocation answers when its environment could not. */
final class ErrorDocument {

    private ErrorDocument() {}

    static Payload of(String requestId, Failure failure) {
        return Payload.of("{\"errorType\":\"" + quoted(failure.errorType()) + "\",\"errorMessage\":\"RequestId: "
                + requestId + " Error: " + quoted(failure.message()) + "\"}");
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
