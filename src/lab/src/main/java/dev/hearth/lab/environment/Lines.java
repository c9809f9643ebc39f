package dev.hearth.lab.environment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines. Whatever is no UTF-8 is replaced; a line that never ends is cut. */
final class Lines {

    /** The longest event that CloudWatch Logs took for years; longer lines are cut into such pieces. */
    static final int LONGEST = 256 * 1024;

    private final Consumer<String> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    void append(byte[] bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                start = i + 1;
                emit();
            } else if (line.size() + i - start >= LONGEST) {
                line.write(bytes, start, i - start);
                start = i;
                emit();
            }
        }
        line.write(bytes, start, bytes.length - start);
    }

    /** Ends a line that was begun. */
    void flush() {
        if (line.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        consumer.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
