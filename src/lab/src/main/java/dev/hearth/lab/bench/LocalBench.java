package dev.hearth.lab.bench;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.environment.ProcessEnvironments;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.linux.FileCache;
import dev.hearth.lab.linux.ProcessorTime;
import dev.hearth.lab.linux.Resident;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.packages.Layers;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures packages in the local Lambda. */
public final class LocalBench {

    private static final String REGION = "us-east-1";

    /**
     * What a run measures.
     *
     * @param project the folder that the matrix's paths start from, a checkout as a rule
     * @param boosted whether init runs without the CPU limit, as on AWS
     */
    public record Plan(
            Matrix matrix,
            List<MemorySize> memory,
            List<Campaign.Phase> phases,
            long seed,
            boolean boosted,
            Path project) {}

    private final Plan plan;

    public LocalBench(Plan plan) {
        this.plan = plan;
    }

    /** Builds those of the packages that the project makes and that are out of date, with the builds' output on the terminal. */
    public void build() {
        plan.matrix().packages().forEach(entry -> entry.recipe(plan.project())
                .map(Recipe::build)
                .filter(outcome -> outcome != Recipe.Result.BUILT)
                .ifPresent(_ -> {
                    throw new Refusal("the package " + entry.name()
                            + " could not be built; --package measures only those that it names");
                }));
    }

    /** Measures; an interrupt of the thread ends it early, and the run holds what was measured by then. */
    public Run run(Campaign.Progress progress) {
        requirePackages();
        Instant startedAt = Instant.now();
        // Its own, so that it outlives a Ctrl-C long enough for the start under way to be ended.
        Vertx vertx = Vertx.vertx();
        try (Scratch scratch = Scratch.create()) {
            Map<String, FunctionPackage> packages = open(scratch);
            try (ProcessEnvironments environments = new ProcessEnvironments(
                    vertx, packages, new ProcessEnvironments.Options(REGION, 1, plan.boosted(), true), scratch)) {
                ProcessorTime processors = new ProcessorTime();
                LocalColdStarts coldStarts = new LocalColdStarts(
                        environments,
                        new Unpacked(packages),
                        Payload.of(plan.matrix().event().toString()));
                Campaign.Taken taken = new Campaign(
                                plan.matrix().variants(plan.memory()), plan.phases(), plan.seed(), coldStarts, progress)
                        .run();
                return new Run(
                        Run.FORMAT,
                        startedAt,
                        Machine.describe(
                                environments.limits().description(),
                                plan.boosted(),
                                packages.values().stream()
                                        .findFirst()
                                        .flatMap(opened -> FileCache.readAheadKib(opened.taskRoot())),
                                processors.shareOfOthers(coldStarts.cpuTime())),
                        Machine.commit(plan.project()),
                        plan.seed(),
                        plan.matrix().question(),
                        plan.matrix().packages().stream()
                                .map(entry -> artifact(entry, packages.get(entry.name())))
                                .toList(),
                        taken.samples(),
                        taken.failures(),
                        taken.complete());
            }
        } finally {
            vertx.close();
        }
    }

    private void requirePackages() {
        List<Matrix.Entry> missing = plan.matrix().packages().stream()
                .filter(entry -> !Files.exists(path(entry)))
                .toList();
        if (!missing.isEmpty()) {
            throw new Refusal(missing.stream()
                    .map(entry -> "there is no package " + entry.name() + " at " + entry.path())
                    .collect(Collectors.joining("\n")));
        }
    }

    private Map<String, FunctionPackage> open(Scratch scratch) {
        Map<String, FunctionPackage> packages = new HashMap<>();
        for (Matrix.Entry entry : plan.matrix().packages()) {
            FunctionPackage opened = FunctionPackage.open(path(entry), scratch);
            packages.put(
                    entry.name(),
                    entry.handler()
                            .map(opened::withHandler)
                            .orElse(opened)
                            .withLayers(
                                    entry.layers().orElse(List.of()).stream()
                                            .map(plan.project()::resolve)
                                            .toList(),
                                    scratch));
        }
        return packages;
    }

    private Path path(Matrix.Entry entry) {
        return plan.project().resolve(entry.path());
    }

    private static Artifact artifact(Matrix.Entry entry, FunctionPackage opened) {
        return new Artifact(
                entry.name(), entry.title(), entry.about(), opened.bytes(), Machine.sha256(opened.source()));
    }

    private record Unpacked(Map<String, FunctionPackage> packages) implements LocalColdStarts.Files {

        @Override
        public void drop(String packageName) {
            FunctionPackage opened = packages.get(packageName);
            FileCache.drop(opened.taskRoot());
            opened.layers().map(Layers::root).ifPresent(FileCache::drop);
        }

        @Override
        public FilesRead inMemory(String packageName) {
            Resident resident = FileCache.resident(packages.get(packageName).taskRoot());
            return new FilesRead(resident.files(), resident.pages(), resident.chunks());
        }
    }
}
