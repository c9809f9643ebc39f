package dev.hearth.lab.cli;

import dev.hearth.lab.cloud.LocalCloud;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.lab.dashboard.Controls;
import dev.hearth.lab.dashboard.Served;
import dev.hearth.lab.lambda.EnvironmentId;
import java.util.List;
import java.util.Optional;

/** What the page may have a local cloud do. */
record CloudControls(LocalCloud cloud) implements Controls {

    @Override
    public List<Served> functions() {
        return cloud.deployments().stream()
                .map(deployment -> new Served(
                        deployment.settings().name(),
                        deployment.alias(),
                        deployment.httpPort(),
                        deployment.warmings().stream()
                                .map(Warming::target)
                                .flatMap(Optional::stream)
                                .findFirst(),
                        deployment.settings().idle()))
                .toList();
    }

    @Override
    public boolean end(EnvironmentId environment) {
        return cloud.end(environment);
    }

    @Override
    public boolean retarget(String function, int target) {
        return cloud.retarget(function, target);
    }
}
