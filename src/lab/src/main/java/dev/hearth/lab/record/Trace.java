package dev.hearth.lab.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The memory that a process has used, as valgrind's tool lackey writes it with {@code --trace-mem=yes}. */
public final class Trace {

    /** Bytes of what is told apart. */
    static final int WORD = 8;

    private static final int ADDRESS = 3;
    private static final int HEXADECIMAL = 16;

    private final Set<Long> words;
    private final String otherOutput;

    private Trace(Set<Long> words, String otherOutput) {
        this.words = words;
        this.otherOutput = otherOutput;
    }

    /** Reads {@code I  04001234,3}, {@code  L 1ffeff,8}, {@code  S …} and {@code  M …} until the stream ends. */
    public static Trace read(BufferedReader lines) {
        Set<Long> words = new HashSet<>(1 << 20);
        StringBuilder otherOutput = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.indexOf(',');
                try {
                    words.add(Long.parseUnsignedLong(line, ADDRESS, comma, HEXADECIMAL) / WORD * WORD);
                } catch (NumberFormatException | IndexOutOfBoundsException notOfTheTrace) {
                    otherOutput.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            // The process was ended, and its last line may be a part of one.
        }
        return new Trace(words, otherOutput.toString());
    }

    /** The addresses of all words of eight bytes that were used. */
    Set<Long> words() {
        return words;
    }

    /** What the process and valgrind wrote beside it. */
    public String otherOutput() {
        return otherOutput;
    }
}
