package dev.hearth.lab.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.lambda.Lambda.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An error as the Lambda API answers it: status, {@code x-amzn-ErrorType} and a JSON document (AWS Lambda API reference,
 * Invoke, and the service model of the SDKs, which says {@code Message} for some errors and {@code message} for others).
 *
 * @param type the exception's name
 * @param messageKey how this error's model spells the message's key
 * @param retryAfter seconds
 */
record InvokeError(
        int status, String type, String messageKey, String message, Optional<Reason> reason, OptionalInt retryAfter) {

    private static final JsonMapper JSON = new JsonMapper();

    static InvokeError invalidRequestContent(String message) {
        return user(400, "InvalidRequestContentException", "message", message);
    }

    static InvokeError invalidParameter(String message) {
        return user(400, "InvalidParameterValueException", "message", message);
    }

    static InvokeError recursive(String functionArn) {
        return user(
                400,
                "RecursiveInvocationException",
                "Message",
                "Lambda has detected " + functionArn
                        + " being invoked in a recursive loop and has stopped the invocation");
    }

    static InvokeError accessDenied(String message) {
        return user(403, "AccessDeniedException", "Message", message);
    }

    static InvokeError notFound(String functionArn) {
        return user(404, "ResourceNotFoundException", "Message", "Function not found: " + functionArn);
    }

    static InvokeError notReachable(String message) {
        return user(404, "ResourceNotFoundException", "Message", message);
    }

    static InvokeError unknownOperation(String message) {
        return user(404, "UnknownOperationException", "Message", message);
    }

    static InvokeError preconditionFailed(String message) {
        return user(412, "PreconditionFailedException", "message", message);
    }

    /** By the API reference's name; the service itself has been seen to say RequestEntityTooLargeException. */
    static InvokeError tooLarge(String message) {
        return user(413, "RequestTooLargeException", "message", message);
    }

    static InvokeError throttled(Reason reason) {
        String message =
                reason == Reason.QUEUE ? "Rate Exceeded: the queue of asynchronous events is full." : "Rate Exceeded.";
        return new InvokeError(
                429, "TooManyRequestsException", "message", message, Optional.of(reason), OptionalInt.of(1));
    }

    /** More is being sent at once than the door has room for. */
    static InvokeError noRoom(String what) {
        return new InvokeError(
                429,
                "TooManyRequestsException",
                "message",
                "Rate Exceeded: " + what,
                Optional.of(Reason.QUEUE),
                OptionalInt.of(1));
    }

    static InvokeError service(String message) {
        return new InvokeError(500, "ServiceException", "Message", message, Optional.empty(), OptionalInt.empty());
    }

    private static InvokeError user(int status, String type, String messageKey, String message) {
        return new InvokeError(status, type, messageKey, message, Optional.empty(), OptionalInt.empty());
    }

    String document() {
        ObjectNode document = JSON.createObjectNode();
        reason.ifPresent(r -> document.put("Reason", r.code()));
        return document.put("Type", status < 500 ? "User" : "Service")
                .put(messageKey, message)
                .toString();
    }
}
