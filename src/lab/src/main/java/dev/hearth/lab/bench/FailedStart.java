package dev.hearth.lab.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A cold start that came to nothing, such as a package that does not fit the memory size.
 *
 * @param errorType as on AWS, such as {@code Runtime.OutOfMemory}
 */
public record FailedStart(@JsonUnwrapped Cell variant, PageCache pageCache, String errorType, String message) {}
