package dev.hearth.lab.lambda;

/** Which idle environment gets the next invocation. AWS does not document its choice, so it is a parameter. */
public enum Routing {
    RECENT,
    LEAST_RECENT,
    RANDOM
}
