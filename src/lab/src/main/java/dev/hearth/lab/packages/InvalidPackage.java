package dev.hearth.lab.packages;

/** A function package that cannot be run; the message says which, why, and what to do. */
public final class InvalidPackage extends Exception {

    InvalidPackage(String message) {
        super(message);
    }

    InvalidPackage(String message, Throwable cause) {
        super(message, cause);
    }
}
