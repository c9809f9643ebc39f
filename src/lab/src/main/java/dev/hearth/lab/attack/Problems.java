package dev.hearth.lab.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What must not have happened; told when it is found, the first of it kept. Thread-safe. */
final class Problems {

    private static final int KEPT = 100;

    private final Consumer<String> watcher;
    private final List<String> kept = new ArrayList<>();
    private long number;

    Problems(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    synchronized void add(String problem) {
        number++;
        if (kept.size() < KEPT) {
            kept.add(problem);
            watcher.accept(problem);
        }
    }

    synchronized long number() {
        return number;
    }

    synchronized List<String> first() {
        return List.copyOf(kept);
    }
}
