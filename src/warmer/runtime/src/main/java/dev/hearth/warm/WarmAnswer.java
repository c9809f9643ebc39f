package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import java.io.IOException;

/**
 * What a warm invocation answers: the content itself, though the handler's type says HTTP response. Who invoked it reads a
 * report, not an escaped text in a {@code body}.
 */
final class WarmAnswer extends APIGatewayV2HTTPResponse {
    private final Object content;

    WarmAnswer(Object content) {
        this.content = content;
    }

    Object content() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Has every HTTP response written as before, and a warm answer as its content. */
    static final class Unwrapped extends BeanSerializerModifier {
        @Override
        public JsonSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription bean, JsonSerializer<?> serializer) {
            return APIGatewayV2HTTPResponse.class.isAssignableFrom(bean.getBeanClass())
                    ? new ContentOr(serializer)
                    : serializer;
        }
    }

    private static final class ContentOr extends JsonSerializer<Object> implements ResolvableSerializer {
        private final JsonSerializer<Object> http;

        @SuppressWarnings("unchecked")
        ContentOr(JsonSerializer<?> http) {
            this.http = (JsonSerializer<Object>) http;
        }

        @Override
        public void serialize(Object response, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (response instanceof WarmAnswer warm) {
                provider.defaultSerializeValue(warm.content(), json);
            } else {
                http.serialize(response, json, provider);
            }
        }

        @Override
        public void resolve(SerializerProvider provider) throws JsonMappingException {
            if (http instanceof ResolvableSerializer resolvable) {
                resolvable.resolve(provider);
            }
        }
    }
}
