package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hearth.lab.lambda.MemorySize;
import java.util.Locale;

/**
 * One cell of the matrix.
 *
 * @param packageName names a package of the matrix
 */
public record Cell(@JsonProperty("package") String packageName, @JsonProperty("memoryMb") MemorySize memory) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at %,d MB", packageName, memory.megabytes());
    }
}
