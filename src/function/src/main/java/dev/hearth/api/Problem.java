package dev.hearth.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is wrong with a request, as RFC 9457 has it.
 *
 * @param title what kind of problem
 * @param status the HTTP status
 * @param detail what to do about it
 * @param parameter which query parameter
 */
@RegisterForReflection
public record Problem(String title, int status, String detail, String parameter) {
    static final String MEDIA_TYPE = "application/problem+json";
}
