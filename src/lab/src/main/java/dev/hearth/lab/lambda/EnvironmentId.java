package dev.hearth.lab.lambda;

/** Names one environment; it is the unique part of its log stream's name, so the function sees it too. */
public record EnvironmentId(String value) {}
