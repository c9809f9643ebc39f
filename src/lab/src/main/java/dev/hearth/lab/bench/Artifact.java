package dev.hearth.lab.bench;

import java.util.Optional;

/**
 * A package as it was measured.
 *
 * @param title a short name for people
 * @param about what it is, in a sentence
 * @param sha256 of its zip, in hexadecimal, where it is a file
 */
public record Artifact(String name, String title, String about, long bytes, Optional<String> sha256) {}
