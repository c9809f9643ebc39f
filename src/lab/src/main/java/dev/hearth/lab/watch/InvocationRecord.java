package dev.hearth.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.LambdaEvent.EventDropped;
import dev.hearth.lab.lambda.LambdaEvent.Invoked;
import dev.hearth.lab.lambda.LambdaEvent.Started;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes what became of each invocation and of each event that was given up, a JSON object a line: request id, environment,
 * what was billed, and which warm cycle it was part of; and of each start, how long it waited for its turn. Each line is in the file before the next thing is told.
 */
public final class InvocationRecord implements Consumer<LambdaEvent>, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(InvocationRecord.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer file;

    private InvocationRecord(Writer file) {
        this.file = file;
    }

    /**
     * A record in a new file.
     *
     * @throws Refusal if it cannot be written
     */
    public static InvocationRecord to(Path file) {
        try {
            return new InvocationRecord(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new Refusal("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Records nothing. */
    public static InvocationRecord none() {
        return new InvocationRecord(Writer.nullWriter());
    }

    @Override
    public void accept(LambdaEvent event) {
        switch (event) {
            case Started start ->
                write(JSON.createObjectNode()
                        .put("started", start.environment().value())
                        .put("waitedMs", start.waited().toMillis()));
            case Invoked invoked -> write(line(invoked));
            case EventDropped dropped ->
                write(JSON.createObjectNode()
                        .put("dropped", dropped.requestId())
                        .put("function", dropped.function())
                        .put("reason", dropped.reason()));
            default -> {}
        }
    }

    private static ObjectNode line(Invoked invoked) {
        ObjectNode line = JSON.createObjectNode()
                .put("invoked", invoked.invocation().requestId())
                .put("function", invoked.function())
                .put("environment", invoked.environment().value())
                .put("failed", invoked.answer() instanceof Answer.FunctionError)
                .put("billedMs", invoked.report().billed().toMillis())
                .put("memory", invoked.report().memory().megabytes());
        cycle(invoked).ifPresent(id -> line.put("cycle", id));
        return line;
    }

    /** A hold says to which cycle it belongs, and whoever led one answers so. */
    private static Optional<String> cycle(Invoked invoked) {
        return switch (Event.of(invoked.invocation().payload())) {
            case Event.Cycle _ -> text(parse(invoked.answer().payload()).path("cycleId"));
            case Event.Hold _ -> text(parse(invoked.invocation().payload()).at("/hearth/hold/cycleId"));
            case Event.Http _, Event.Other _ -> Optional.empty();
        };
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static JsonNode parse(Payload payload) {
        try {
            return JSON.readTree(payload.bytes());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private void write(ObjectNode line) {
        try {
            file.write(line + "\n");
            file.flush();
        } catch (IOException e) {
            LOG.error("what happened could not be recorded", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.error("the record could not be ended", e);
        }
    }
}
