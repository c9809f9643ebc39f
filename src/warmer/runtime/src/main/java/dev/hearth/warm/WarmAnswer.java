package dev.hearth.warm;

/**
 * What a warm event is answered, in place of what the application would have.
 *
 * @param content a report or a hold's answer, written as it is: who invoked it reads no escaped text in a {@code body}
 */
record WarmAnswer(Object content) {}
