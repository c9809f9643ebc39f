package dev.hearth.lab.cloud;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.ProcessEnvironments;
import dev.hearth.lab.host.LocalLambda;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;

/** How a function that runs gets the code that its package has now. One at a time for one function. */
record Redeployment(Deployment deployment, LocalLambda lambda, ProcessEnvironments environments, Scratch scratch) {

    /**
     * Opens the package as it stands now.
     *
     * @throws Refusal if it cannot be run
     */
    FunctionPackage open() {
        return deployment.open(scratch);
    }

    /** Every environment from now on starts with this code; those of the old one end when they are free. */
    void deploy(FunctionPackage code) {
        FunctionSettings former = lambda.configuration(deployment.name()).settings();
        environments.add(former.withCode(former.code() + 1), code);
        // What else was configured meanwhile stays as it is.
        lambda.reconfigure(deployment.name(), before -> before.settings().withCode(former.code() + 1));
        environments.supersede(former);
    }

    /** Forgets a package that was opened and is not to be deployed. */
    void discard(FunctionPackage opened) {
        scratch.discard(opened.taskRoot());
    }
}
