package dev.hearth.lab.cloud;

import dev.hearth.lab.packages.LambdaRuntime;
import dev.hearth.lab.packages.LambdaRuntime.ManagedJava;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the value of {@code _HANDLER} comes from. */
public sealed interface Handler {

    /** Empty where the package takes its own. */
    Optional<String> of(LambdaRuntime runtime);

    /** Nobody says it. */
    record Own() implements Handler {

        @Override
        public Optional<String> of(LambdaRuntime runtime) {
            return Optional.empty();
        }
    }

    /** The user does. */
    record Typed(String value) implements Handler {

        /** AWS Lambda API, CreateFunction, {@code Handler}. */
        private static final Pattern FORM = Pattern.compile("[^\\s\\p{Cntrl}]{1,128}");

        public Typed {
            if (!FORM.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "--handler " + value + " is none: a handler is 1 to 128 characters without a blank, such as"
                                + " function.handler or com.example.Orders::handle");
            }
        }

        @Override
        public Optional<String> of(LambdaRuntime runtime) {
            return Optional.of(value);
        }
    }

    /**
     * A plan does, whose package another one may stand in for: an executable's handler is no Java class.
     *
     * @param managed whether it is one of AWS's managed Java runtime
     */
    record Planned(String value, boolean managed) implements Handler {

        @Override
        public Optional<String> of(LambdaRuntime runtime) {
            return runtime instanceof ManagedJava == managed ? Optional.of(value) : Optional.empty();
        }
    }
}
