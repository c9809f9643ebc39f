package org.acme;

/** What it answers. */
public record Receipt(String product, int pieces, String table) {}
