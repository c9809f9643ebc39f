package dev.hearth.lab.cli;

import dev.hearth.warm.event.Target;
import java.util.Optional;

/** How many environments a user wants kept warm; empty for none. */
record WantedTarget(Optional<Target> environments) {

    static final WantedTarget NONE = new WantedTarget(Optional.empty());

    /** The most that a cycle may ask for. */
    long most() {
        return environments.map(Target::max).orElse(0L);
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return environments
                .map(target -> target.isRange() ? target.min() + "-" + target.max() : Long.toString(target.min()))
                .orElse("0");
    }
}
