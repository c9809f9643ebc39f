package dev.hearth.lab.peers;

import dev.hearth.lab.cloud.SecureInvokeApi;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Stages of Hearth's own, one after another. */
final class Stages implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Scratch scratch = Scratch.create();
    private final SecureInvokeApi api = SecureInvokeApi.create(scratch);
    private final Strategy hearth =
            Strategies.own().only(Set.of("hearth")).strategies().getFirst();
    private final FunctionPackage function;
    private final Random random;

    /** @param function Hearth's own package */
    Stages(Path function, long seed) {
        this.function = FunctionPackage.open(function, scratch);
        this.random = new Random(seed);
    }

    Stage open(MemorySize memory, int environments, Routing routing) {
        return new Stage(
                vertx,
                scratch,
                api,
                new Plan.Trial(hearth, environments, Pool.FULL, routing),
                memory,
                Duration.ZERO,
                function,
                Optional.empty(),
                random);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        scratch.close();
    }
}
