package dev.hearth.lab.lambda;

/** What a function answered: its result, or an error document with {@code errorType} and {@code errorMessage}. */
public sealed interface Answer {

    Payload payload();

    record Result(Payload payload) implements Answer {}

    record FunctionError(Payload payload) implements Answer {}
}
