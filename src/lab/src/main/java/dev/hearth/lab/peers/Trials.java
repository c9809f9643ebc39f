package dev.hearth.lab.peers;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.bench.Machine;
import dev.hearth.lab.bench.Recipe;
import dev.hearth.lab.cloud.SecureInvokeApi;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Runs what a plan says, one trial after another, in the local Lambda. */
public final class Trials {

    /** Told before each trial. */
    public interface Progress {
        void beginning(Plan.Trial trial, int done, int all);
    }

    private final Plan plan;
    private final Path project;
    private final Path own;
    private final List<String> leftOut = new ArrayList<>();
    private final List<Strategy> possible = new ArrayList<>();

    /**
     * With the packages that strategies need.
     *
     * @param project the folder that the strategies' paths start from, a checkout as a rule
     * @param own Hearth's own package
     */
    public Trials(Plan plan, Path project, Path own) {
        this.plan = plan;
        this.project = project;
        this.own = own;
    }

    /** Makes what strategies need, with the recipes' output on the terminal; says of those that cannot be had why, a line each. */
    public List<String> prepare() {
        Map<Path, Recipe.Result> built = new HashMap<>();
        for (Strategy strategy : plan.strategies().strategies()) {
            boolean made = strategy.recipe(project)
                    .map(recipe -> built.computeIfAbsent(recipe.folder(), _ -> recipe.build()))
                    .map(result -> result == Recipe.Result.BUILT)
                    .orElse(true);
            if (made && Files.exists(path(strategy))) {
                possible.add(strategy);
            } else {
                leftOut.add(strategy.title() + " is left out: "
                        + (made
                                ? "there is no package " + path(strategy)
                                : "its package could not be made on this machine, see above"));
            }
        }
        if (possible.isEmpty()) {
            throw new Refusal("none of the strategies can be run on this machine: " + String.join("; ", leftOut));
        }
        return List.copyOf(leftOut);
    }

    private Path path(Strategy strategy) {
        return strategy.path().map(project::resolve).orElse(own);
    }

    /** Measures; an interrupt of the thread ends it early, and what was measured by then is in the comparison. */
    public Comparison run(Progress progress) {
        Instant startedAt = Instant.now();
        // Its own, so that it outlives a Ctrl-C long enough for the trial under way to be ended.
        Vertx vertx = Vertx.vertx();
        List<Measurement> measurements = new ArrayList<>();
        List<Comparison.Start> starts = new ArrayList<>();
        boolean complete = true;
        try (Scratch scratch = Scratch.create()) {
            Map<Path, FunctionPackage> packages = new HashMap<>();
            SecureInvokeApi api = SecureInvokeApi.create(scratch);
            List<Plan.Trial> trials = plan.trials().stream()
                    .filter(trial -> possible.contains(trial.strategy()))
                    .toList();
            Random random = new Random(plan.seed());
            for (int done = 0; done < trials.size() && complete; done++) {
                Plan.Trial trial = trials.get(done);
                progress.beginning(trial, done, trials.size());
                try (Stage stage = new Stage(
                        vertx,
                        scratch,
                        api,
                        trial,
                        plan.memory(),
                        plan.jitter(),
                        opened(packages, path(trial.strategy()), scratch),
                        trial.strategy()
                                .leader()
                                .map(leader -> opened(packages, project.resolve(leader.path()), scratch)),
                        random)) {
                    measurements.addAll(stage.run());
                    List<Duration> inits = stage.inits();
                    if (!inits.isEmpty()) {
                        starts.add(new Comparison.Start(
                                trial.strategy().name(), inits.size(), inits.get(inits.size() / 2)));
                    }
                } catch (InterruptedException e) {
                    complete = false;
                }
            }
        } finally {
            vertx.close();
        }
        return new Comparison(
                Comparison.FORMAT,
                startedAt,
                machine(),
                Machine.commit(project),
                List.of(plan.seed()),
                plan.memory(),
                plan.jitter(),
                possible.stream()
                        .map(strategy -> new Comparison.Subject(
                                strategy.name(), strategy.title(), strategy.about(), strategy.provisioned()))
                        .toList(),
                leftOut,
                complete,
                starts,
                measurements);
    }

    private static FunctionPackage opened(Map<Path, FunctionPackage> packages, Path path, Scratch scratch) {
        return packages.computeIfAbsent(path, source -> FunctionPackage.open(source, scratch));
    }

    static String machine() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, Linux %s, JDK %s",
                Machine.processor(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                Runtime.version());
    }
}
