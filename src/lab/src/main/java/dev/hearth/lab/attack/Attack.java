package dev.hearth.lab.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Everything at once, for a while: clients, faults, and inputs that rules are tried with. Blocks. */
public final class Attack {

    /**
     * What is to be done.
     *
     * @param duration for how long; the last life's end and the account come after
     * @param seed makes the order of requests, faults and inputs
     * @param lab the command of the lab's program, to which {@code up} and its options are added
     */
    public record Plan(Duration duration, long seed, List<String> lab, Path functionPackage) {

        public Plan {
            lab = List.copyOf(lab);
        }
    }

    private final Plan plan;
    private final Consumer<String> watcher;
    private final Problems problems;

    /**
     * An attack that has not begun.
     *
     * @param watcher told each problem when it is found, and now and then how far it is
     */
    public Attack(Plan plan, Consumer<String> watcher) {
        this.plan = plan;
        this.watcher = watcher;
        this.problems = new Problems(watcher);
    }

    /**
     * Does it.
     *
     * @throws UncheckedIOException if the lab cannot be started, or ends by itself
     */
    public AttackFigures run() throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("hearth-attack-");
            try {
                return run(folder);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AttackFigures run(Path folder) throws IOException, InterruptedException {
        SplittableRandom seeds = new SplittableRandom(plan.seed());
        Ledger ledger = new Ledger(problems);
        Gate gate = new Gate();
        long begun = System.nanoTime();
        long end = begun + plan.duration().toNanos();
        try (Victim victim = new Victim(plan.lab(), plan.functionPackage(), folder, problems)) {
            victim.start();
            Trials trials = new Trials(
                    new Trials.Target(victim, ledger, gate, Files.createDirectory(folder.resolve("inputs")), end),
                    problems);
            FutureTask<Void> tried = new FutureTask<>(() -> trials.run(plan.seed()), null);
            Thread trying = Thread.ofPlatform().name("trials").start(tried);
            try (Clients clients = new Clients(victim, ledger, problems, gate, seeds.nextLong())) {
                Faults faults = new Faults(victim, clients, ledger, problems, gate, seeds.nextLong(), watcher);
                try {
                    faults.run(end);
                } catch (IOException e) {
                    problems.add("the attack ended before its time: " + e.getMessage());
                    trials.stop();
                }
                trying.join();
                tried.get();
                return new AttackFigures(
                        plan.seed(),
                        (System.nanoTime() - begun) / 6e10,
                        victim.lives(),
                        ledger.requests(),
                        ledger.events(),
                        ledger.cycles(),
                        faults.figures(),
                        trials.tries(),
                        faults.peakMemory(),
                        faults.peakDescriptors(),
                        faults.stuck(),
                        problems.number(),
                        problems.first());
            } catch (ExecutionException e) {
                throw new IllegalStateException("the rules could not be tried", e.getCause());
            } finally {
                trials.stop();
                trying.join();
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
