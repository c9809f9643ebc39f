package dev.hearth.warm;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hearth.warm.event.BadEvent;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.amazon.lambda.runtime.LambdaInputReader;
import io.quarkus.amazon.lambda.runtime.LambdaOutputWriter;
import io.quarkus.arc.runtime.BeanContainer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Set;

/**
 * Puts the warmer before the application's handler. Whatever its kind, Quarkus keeps what it calls at each invocation in
 * {@link AmazonLambdaRecorder}'s fields {@link #FIELDS}, on the JVM and in a native executable alike; they are replaced once, after
 * Quarkus has set them and before the first invocation.
 */
@Singleton
public class HandlerHook {
    private static final String HANDLER = "handlerClass";
    private static final String STREAM_HANDLER = "streamHandlerClass";
    private static final String READER = "objectReader";
    private static final String WRITER = "objectWriter";

    /** The fields that are replaced; a native build registers them for reflection. */
    public static final List<String> FIELDS = List.of(HANDLER, STREAM_HANDLER, READER, WRITER);

    private final WarmConfig config;
    private volatile UsersHandler users;
    private volatile Protocol protocol;

    HandlerHook(WarmConfig config) {
        this.config = config;
    }

    /**
     * Replaces the application's handler, reader and writer.
     *
     * @throws IllegalStateException where this version of Quarkus keeps them elsewhere
     */
    public void install(BeanContainer beans, Protocol spoken) {
        protocol = spoken;
        LambdaInvoker.keepConnections(config.maxTarget());
        Class<?> stream = (Class<?>) get(STREAM_HANDLER);
        if (stream == WarmStreamRouter.class || get(HANDLER) == WarmRouter.class) {
            return;
        }
        if (stream != null) {
            users = new Streaming(beans, stream.asSubclass(RequestStreamHandler.class));
            set(STREAM_HANDLER, WarmStreamRouter.class);
            return;
        }
        users = new Typed(beans, (Class<?>) get(HANDLER));
        set(HANDLER, WarmRouter.class);
        set(READER, new Reader((LambdaInputReader<?>) get(READER), compatible()));
        set(WRITER, new Writer((LambdaOutputWriter) get(WRITER)));
    }

    UsersHandler users() {
        return users;
    }

    Protocol protocol() {
        return protocol;
    }

    /** The others whose warm events are answered too. */
    Set<Compatible> compatible() {
        return config.compatible().orElseGet(Set::of);
    }

    private record Typed(BeanContainer beans, Class<?> handler) implements UsersHandler {
        @Override
        @SuppressWarnings("unchecked")
        public Object handle(Object event, Context context) {
            return ((RequestHandler<Object, Object>) beans.beanInstance(handler)).handleRequest(event, context);
        }

        @Override
        public void handle(InputStream event, OutputStream answer, Context context) {
            throw new IllegalStateException(handler + " does not read streams");
        }
    }

    private record Streaming(BeanContainer beans, Class<? extends RequestStreamHandler> handler)
            implements UsersHandler {
        @Override
        public Object handle(Object event, Context context) {
            throw new IllegalStateException(handler + " reads streams");
        }

        @Override
        public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
            beans.beanInstance(handler).handleRequest(event, answer, context);
        }
    }

    record Reader(LambdaInputReader<?> users, Set<Compatible> compatible) implements LambdaInputReader<Object> {
        private static final int LONGEST_COMPLAINT = 1_000;

        @Override
        public Object readValue(InputStream event) throws IOException {
            WarmInput.Read read = WarmInput.read(event, compatible);
            if (read.warm().isPresent()) {
                return read.warm().get();
            }
            try {
                return users.readValue(read.whole());
            } catch (JsonProcessingException e) {
                if (e.getMessage().length() <= LONGEST_COMPLAINT) {
                    throw e;
                }
                // Jackson repeats the whole event where it is a text: megabytes in the log and in the answer.
                throw new BadEvent("The event cannot be read: " + e.getMessage().substring(0, LONGEST_COMPLAINT) + "…");
            }
        }
    }

    private record Writer(LambdaOutputWriter users) implements LambdaOutputWriter {
        @Override
        public void writeHeaders(HttpURLConnection answer) {
            users.writeHeaders(answer);
        }

        @Override
        public void writeValue(OutputStream out, Object answer) throws IOException {
            if (answer instanceof WarmAnswer(Object content)) {
                WarmJson.write(out, content);
            } else {
                users.writeValue(out, answer);
            }
        }
    }

    private static Object get(String field) {
        try {
            return field(field).get(null);
        } catch (IllegalAccessException e) {
            throw unknown(e);
        }
    }

    private static void set(String field, Object value) {
        try {
            field(field).set(null, value);
        } catch (IllegalAccessException e) {
            throw unknown(e);
        }
    }

    private static Field field(String name) {
        try {
            Field field = AmazonLambdaRecorder.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw unknown(e);
        }
    }

    private static IllegalStateException unknown(ReflectiveOperationException e) {
        return new IllegalStateException(
                "Hearth does not know this version of Quarkus: AmazonLambdaRecorder keeps the handler elsewhere", e);
    }
}
