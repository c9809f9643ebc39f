package dev.hearth.lab.lambda;

import java.nio.charset.StandardCharsets;

/** The last 4 KB of an invocation's log. */
final class LogTail {

    private static final int SIZE = 4096;

    private final StringBuilder text = new StringBuilder();

    void append(String line) {
        text.append(line).append('\n');
        if (text.length() > 4 * SIZE) {
            text.delete(0, text.length() - 2 * SIZE);
        }
    }

    /** At most 4,096 bytes of UTF-8, no character cut. */
    String text() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int start = Math.max(0, bytes.length - SIZE);
        while (start < bytes.length && isContinuation(bytes[start])) {
            start++;
        }
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
