package org.acme;

/** What the function is told. */
public record Order(String product, int pieces) {}
