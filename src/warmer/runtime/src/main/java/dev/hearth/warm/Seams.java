package dev.hearth.warm;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The real time, log and surroundings; tests put others in their place. */
class Seams {
    @Produces
    @Singleton
    @WarmersOwn
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    @WarmersOwn
    Pause pause() {
        return Thread::sleep;
    }

    @Produces
    @Singleton
    @WarmersOwn
    Deployment deployment() {
        return Deployment.of(System.getenv(), System.getProperty("os.arch"));
    }

    /** CloudWatch reads metrics only from lines that are nothing but JSON, which a logger's are not. */
    @Produces
    @Singleton
    @SuppressWarnings("SystemOut")
    @WarmersOwn
    Consumer<String> log() {
        return System.out::println;
    }
}
