package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Lets warm events in and warm answers out through the HTTP handler's JSON. */
@Singleton
final class WarmJson implements ObjectMapperCustomizer {
    @JsonDeserialize(as = WarmAwareEvent.class)
    private interface ReadAsWarmAware {}

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(APIGatewayV2HTTPEvent.class, ReadAsWarmAware.class);
        mapper.registerModule(new SimpleModule("hearth").setSerializerModifier(new WarmAnswer.Unwrapped()));
    }
}
