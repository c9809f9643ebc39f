package dev.hearth.junit;

/**
 * What a warm cycle reported.
 *
 * @param reached how many distinct environments it held at once
 * @param cold how many of them it had started
 */
public record Cycle(int reached, int cold) {}
