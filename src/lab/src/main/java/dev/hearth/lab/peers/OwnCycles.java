package dev.hearth.lab.peers;

import dev.hearth.lab.bench.Machine;
import dev.hearth.lab.bench.Order;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Routing;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what Hearth's own cycles are billed in the local Lambda: by TLS, over a full pool, once windows are found. Each memory
 * size and number of environments has two turns, in random order, so that whatever changes on the machine meets all alike.
 */
public final class OwnCycles {

    private static final int TURNS = 2;

    /** A window falls by a fifth a cycle at most, from 50 ms or a little more to 20. */
    private static final int SETTLING = 8;

    /** Until the JVM that is the lab has compiled what a cycle takes of it. */
    static final int WARM_UP = 40;

    private static final int WARM_UP_TARGET = 20;

    private final Path function;
    private final List<MemorySize> memory;
    private final List<Integer> targets;
    private final int n;
    private final long seed;

    /** A memory size and how many environments. */
    private record Size(MemorySize memory, int environments) {}

    /** Told before each turn. */
    public interface Progress {
        void beginning(MemorySize memory, int environments, int done, int all);
    }

    /**
     * To be measured.
     *
     * @param function Hearth's own package
     * @param n how many cycles of each size count, at least 2
     */
    public OwnCycles(Path function, List<MemorySize> memory, List<Integer> targets, int n, long seed) {
        if (n < TURNS) {
            throw new IllegalArgumentException("at least " + TURNS + " cycles must be measured, not " + n);
        }
        this.function = function;
        this.memory = List.copyOf(memory);
        this.targets = List.copyOf(targets);
        this.n = n;
        this.seed = seed;
    }

    /**
     * Measures.
     *
     * @param project the checkout, whose commit is noted
     */
    public MeasuredCycles run(Path project, Progress progress) throws InterruptedException {
        List<Size> sizes = memory.stream()
                .flatMap(size -> targets.stream().map(target -> new Size(size, target)))
                .toList();
        Map<Size, List<Stage.Alone>> cycles = new LinkedHashMap<>();
        sizes.forEach(size -> cycles.put(size, new ArrayList<>()));
        try (Stages stages = new Stages(function, seed)) {
            List<Size> order = Order.of(sizes, TURNS, seed);
            Size first = new Size(memory.getFirst(), WARM_UP_TARGET);
            progress.beginning(first.memory(), first.environments(), 0, order.size());
            turn(stages, first, WARM_UP, 0);
            for (int done = 0; done < order.size(); done++) {
                Size size = order.get(done);
                progress.beginning(size.memory(), size.environments(), done, order.size());
                List<Stage.Alone> before = cycles.get(size);
                int counting = before.isEmpty() ? Math.ceilDiv(n, TURNS) : n / TURNS;
                before.addAll(turn(stages, size, SETTLING, counting));
            }
        }
        return new MeasuredCycles(
                LocalDate.now(ZoneOffset.UTC),
                "./hearth cycles: cycles of Hearth's own in the local Lambda, by TLS, from a full pool, the leader included and its"
                        + " connections gone before each; billed milliseconds by REPORT lines, a cycle's shared out among its environments",
                Trials.machine(),
                Machine.commit(project),
                cycles.entrySet().stream()
                        .map(cell -> MeasuredCycles.Cell.of(
                                cell.getKey().memory(), cell.getKey().environments(), cell.getValue()))
                        .toList());
    }

    private List<Stage.Alone> turn(Stages stages, Size size, int settling, int counting) throws InterruptedException {
        try (Stage stage = stages.open(size.memory(), size.environments(), Routing.RECENT)) {
            return stage.alone(settling, counting);
        }
    }
}
