package dev.hearth.lab.attack;

import dev.hearth.lab.attack.Wire.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import net.jqwik.api.FixedSeedMode;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Tries the {@link Rules} with new inputs, round after round. jqwik makes the inputs and, where a rule is broken, finds the
 * smallest one that breaks it; that and the seed are the problem's words.
 */
final class Trials {

    private static final int TRIES = 50;

    /** Who is alone asked for: jqwik makes the rules' instances itself, with nothing handed to them. */
    private static final AtomicReference<Trials> UNDER_WAY = new AtomicReference<>();

    /**
     * What rules are tried on.
     *
     * @param folder for files that are inputs
     * @param end when it is enough, by {@link System#nanoTime}
     */
    record Target(Victim victim, Ledger ledger, Gate gate, Path folder, long end) {

        /** See {@link Victim#exchange}; waits while it is quiet. */
        Optional<Reply> exchange(int port, byte[] request) {
            return passing(() -> victim.exchange(port, request));
        }

        /** See {@link Victim#breakOff}; waits while it is quiet. */
        Optional<Reply> breakOff(int port, byte[] request) {
            return passing(() -> victim.breakOff(port, request));
        }

        private Optional<Reply> passing(Supplier<Optional<Reply>> exchange) {
            AtomicReference<Optional<Reply>> reply = new AtomicReference<>(Optional.empty());
            try {
                gate.pass(() -> reply.set(exchange.get()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return reply.get();
        }
    }

    private final Target target;
    private final Problems problems;
    private final Map<String, Long> tries = new ConcurrentHashMap<>();
    private final Map<String, String> smallest = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private long seed;

    Trials(Target target, Problems problems) {
        this.target = target;
        this.problems = problems;
    }

    static Target target() {
        return UNDER_WAY.get().target;
    }

    /**
     * Goes on until it is enough.
     *
     * @param first the first round's seed; each further round has the next
     */
    void run(long first) {
        UNDER_WAY.set(this);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Rules.class))
                .filters(EngineFilter.includeEngines("jqwik"))
                .configurationParameter(
                        "jqwik.database", target.folder().resolve("database").toString())
                // What it has to say is said by this class.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.reporting.onlyfailures", "true")
                .build();
        for (seed = first; !isOver(); seed++) {
            LauncherFactory.create().execute(request, new Broken());
        }
    }

    /** Tries nothing more; what is not tried counts as tried. */
    void stop() {
        stopped = true;
    }

    private boolean isOver() {
        return stopped || System.nanoTime() >= target.end();
    }

    /** How many inputs each rule was tried with. */
    Map<String, Long> tries() {
        return new TreeMap<>(tries);
    }

    /** Gives each property its seed and its number of tries, and takes what came of it. */
    static final class Seeded implements AroundPropertyHook, AroundTryHook {

        @Override
        public TryExecutionResult aroundTry(
                TryLifecycleContext lifecycle, TryExecutor executor, List<Object> parameters) {
            return UNDER_WAY.get().isOver() ? TryExecutionResult.satisfied() : executor.execute(parameters);
        }

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext property, PropertyExecutor executor) {
            Trials trials = UNDER_WAY.get();
            PropertyAttributes attributes = property.attributes();
            attributes.setSeed(Long.toString(trials.seed));
            attributes.setWhenFixedSeed(FixedSeedMode.ALLOW);
            attributes.setTries(TRIES);
            attributes.setShrinking(ShrinkingMode.BOUNDED);
            PropertyExecutionResult result = executor.execute();
            trials.take(property.label(), result);
            return result;
        }
    }

    /** Hears of each rule that is broken, and of each that could not be tried. */
    private final class Broken implements TestExecutionListener {

        @Override
        public void executionFinished(TestIdentifier rule, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED && !stopped) {
                problems.add("the rule '" + rule.getDisplayName() + "' is broken, with --seed " + seed + ": "
                        + result.getThrowable().map(Trials::causes).orElse("without a reason")
                        + Optional.ofNullable(smallest.remove(rule.getDisplayName()))
                                .map(input -> "\n  smallest input: " + input)
                                .orElse(""));
            }
        }
    }

    private static String causes(Throwable problem) {
        return problem + (problem.getCause() == null ? "" : ", by " + causes(problem.getCause()));
    }

    private void take(String rule, PropertyExecutionResult result) {
        tries.merge(rule, (long) result.countChecks(), Long::sum);
        result.falsifiedParameters().ifPresent(input -> smallest.put(rule, input.toString()));
    }
}
