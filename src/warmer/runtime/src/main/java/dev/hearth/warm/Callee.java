package dev.hearth.warm;

import java.util.Optional;

/**
 * The function that a leader calls: the very one that was invoked, through the same alias or version, so that what was warmed
 * is what is called.
 *
 * @param function its name
 * @param qualifier the alias or version; absent where it was invoked without one
 */
record Callee(String function, Optional<String> qualifier) {

    /**
     * Reads a function's ARN.
     *
     * @param arn {@code arn:aws:lambda:REGION:ACCOUNT:function:NAME} with an optional {@code :QUALIFIER}
     * @return nothing where it is no function's ARN
     */
    static Optional<Callee> of(String arn) {
        String[] parts = arn.split(":", -1);
        if (parts.length < 7 || parts.length > 8 || !parts[5].equals("function") || parts[6].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Callee(parts[6], parts.length == 8 ? Optional.of(parts[7]) : Optional.empty()));
    }
}
