package dev.hearth.cost;

/** The instruction sets that Lambda runs on, at different prices. */
public enum Architecture {
    X86,
    ARM64
}
