package dev.hearth.lab.cloud;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.http.HttpKind;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One function as it is run.
 *
 * @param source its package, a file or a folder
 * @param layers their zips, in order
 * @param handler the value of {@code _HANDLER}
 * @param alias what HTTP callers invoke; {@code $LATEST} where empty
 * @param http by which of AWS's fronts they reach it
 */
public record Deployment(
        FunctionSettings settings,
        Path source,
        List<Path> layers,
        Handler handler,
        Optional<String> alias,
        HttpKind http,
        int httpPort,
        List<Warming> warmings) {

    public Deployment {
        layers = List.copyOf(layers);
        warmings = List.copyOf(warmings);
    }

    Deployment withWarmings(List<Warming> changed) {
        return new Deployment(settings, source, layers, handler, alias, http, httpPort, changed);
    }

    String name() {
        return settings.name();
    }

    /**
     * Opens the package as it stands now, with the function's handler and layers.
     *
     * @throws Refusal if it cannot be run
     */
    FunctionPackage open(Scratch scratch) {
        FunctionPackage opened = FunctionPackage.open(source, scratch);
        return handler.of(opened.runtime())
                .map(opened::withHandler)
                .orElse(opened)
                .withLayers(layers, scratch);
    }
}
