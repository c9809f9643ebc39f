package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/** An HTTP API event that also shows the top-level key of a warm event. What Lambda delivers is read as this. */
@RegisterForReflection
public final class WarmAwareEvent extends APIGatewayV2HTTPEvent {
    private JsonNode hearth;

    /** For Jackson. */
    public WarmAwareEvent() {}

    /** For Jackson. */
    public void setHearth(JsonNode hearth) {
        this.hearth = hearth;
    }

    Optional<JsonNode> hearth() {
        return Optional.ofNullable(hearth);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
