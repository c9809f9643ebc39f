package dev.hearth.lab.lambda;

import java.util.Optional;

/** An environment as the rules see it. */
final class Member {

    final EnvironmentId id;
    final FunctionSettings settings;
    final Initialization initialization;
    EnvironmentState state;

    /** The invocation that it is taken by. */
    Optional<Call> call = Optional.empty();

    /** Why it ends as soon as it has no invocation, if it does. */
    Optional<String> outdated = Optional.empty();

    /** Where it stands in {@link Pool}'s list, if it does. */
    int position;

    Member(EnvironmentId id, FunctionSettings settings, Initialization initialization, EnvironmentState state) {
        this.id = id;
        this.settings = settings;
        this.initialization = initialization;
        this.state = state;
    }

    boolean provisioned() {
        return initialization == Initialization.PROVISIONED_CONCURRENCY;
    }
}
