package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A function's configuration.
 *
 * @param aliases qualifiers that callers may use beside {@code $LATEST}; every one points to {@code $LATEST}
 * @param timeout how long one invocation may take: 1 s to 15 min
 * @param reservedConcurrency the most environments that may be busy at once; empty: the account's limit alone
 * @param provisionedConcurrency environments that are started up front and never reaped
 * @param environment the user's variables
 * @param idle how long an environment may be idle before it is ended (AWS: undocumented)
 * @param code which code it runs: how often other code was deployed before it
 * @param debugged whether somebody looks into it with a debugger: nothing of it is limited in time, frozen or ended for
 *     idling
 */
public record FunctionSettings(
        String name,
        Set<String> aliases,
        MemorySize memory,
        Duration timeout,
        OptionalInt reservedConcurrency,
        int provisionedConcurrency,
        Map<String, String> environment,
        Duration idle,
        Routing routing,
        Asynchronous asynchronous,
        int code,
        boolean debugged) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration AS_GOOD_AS_NONE = Duration.ofDays(1);

    public FunctionSettings {
        name = FunctionName.requireName(name);
        aliases = Set.copyOf(aliases);
        aliases.forEach(FunctionName::requireQualifier);
        environment = Map.copyOf(environment);
        require(
                timeout.compareTo(Duration.ofSeconds(1)) >= 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                "timeout must be 1 to 900 seconds, not " + timeout.toMillis() / 1000.0);
        require(idle.isPositive(), "idle time must be positive, not " + idle);
        require(
                reservedConcurrency.orElse(0) >= 0,
                "reserved concurrency must not be negative: " + reservedConcurrency.orElse(0));
        require(provisionedConcurrency >= 0, "provisioned concurrency must not be negative: " + provisionedConcurrency);
        require(
                provisionedConcurrency <= reservedConcurrency.orElse(Integer.MAX_VALUE),
                "provisioned concurrency " + provisionedConcurrency + " exceeds the reserved concurrency "
                        + reservedConcurrency.orElse(0));
    }

    /** A function as AWS makes it unless told otherwise: 128 MB, 3 s, no reservation; an idle environment lives 5 minutes. */
    public static FunctionSettings named(String name) {
        return new FunctionSettings(
                name,
                Set.of(),
                new MemorySize(128),
                Duration.ofSeconds(3),
                OptionalInt.empty(),
                0,
                Map.of(),
                Duration.ofMinutes(5),
                Routing.RECENT,
                Asynchronous.DEFAULT,
                0,
                false);
    }

    /** How long it may take for an invocation, or for a start that AWS would give this time. */
    Duration limit(Duration aws) {
        return debugged ? AS_GOOD_AS_NONE : aws;
    }

    public FunctionSettings withAliases(Set<String> aliases) {
        return with(draft -> draft.aliases = aliases);
    }

    public FunctionSettings withMemory(MemorySize memory) {
        return with(draft -> draft.memory = memory);
    }

    public FunctionSettings withTimeout(Duration timeout) {
        return with(draft -> draft.timeout = timeout);
    }

    public FunctionSettings withReservedConcurrency(int reservedConcurrency) {
        return with(draft -> draft.reservedConcurrency = OptionalInt.of(reservedConcurrency));
    }

    public FunctionSettings withProvisionedConcurrency(int provisionedConcurrency) {
        return with(draft -> draft.provisionedConcurrency = provisionedConcurrency);
    }

    public FunctionSettings withEnvironment(Map<String, String> environment) {
        return with(draft -> draft.environment = environment);
    }

    public FunctionSettings withIdle(Duration idle) {
        return with(draft -> draft.idle = idle);
    }

    public FunctionSettings withRouting(Routing routing) {
        return with(draft -> draft.routing = routing);
    }

    public FunctionSettings withAsynchronous(Asynchronous asynchronous) {
        return with(draft -> draft.asynchronous = asynchronous);
    }

    public FunctionSettings withDebugger() {
        return with(draft -> draft.debugged = true);
    }

    public FunctionSettings withCode(int code) {
        return with(draft -> draft.code = code);
    }

    private FunctionSettings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings in the making. */
    private static final class Draft {

        private final String name;
        private Set<String> aliases;
        private MemorySize memory;
        private Duration timeout;
        private OptionalInt reservedConcurrency;
        private int provisionedConcurrency;
        private Map<String, String> environment;
        private Duration idle;
        private Routing routing;
        private Asynchronous asynchronous;
        private int code;
        private boolean debugged;

        Draft(FunctionSettings from) {
            name = from.name;
            aliases = from.aliases;
            memory = from.memory;
            timeout = from.timeout;
            reservedConcurrency = from.reservedConcurrency;
            provisionedConcurrency = from.provisionedConcurrency;
            environment = from.environment;
            idle = from.idle;
            routing = from.routing;
            asynchronous = from.asynchronous;
            code = from.code;
            debugged = from.debugged;
        }

        FunctionSettings settings() {
            return new FunctionSettings(
                    name,
                    aliases,
                    memory,
                    timeout,
                    reservedConcurrency,
                    provisionedConcurrency,
                    environment,
                    idle,
                    routing,
                    asynchronous,
                    code,
                    debugged);
        }
    }

    /**
     * How events from the asynchronous queue are treated.
     *
     * @param maximumRetries after function errors: 0 to 2
     * @param maximumEventAge after which an event is dropped: 60 s to 6 h
     */
    public record Asynchronous(int maximumRetries, Duration maximumEventAge) {

        /** What AWS does unless told otherwise. */
        public static final Asynchronous DEFAULT = new Asynchronous(2, Duration.ofHours(6));

        /** As a function that is kept warm by events has it ({@code terraform/}): late is worth nothing. */
        public static final Asynchronous ONCE = new Asynchronous(0, Duration.ofMinutes(1));

        public Asynchronous {
            require(
                    maximumRetries >= 0 && maximumRetries <= 2,
                    "asynchronous retries must be 0 to 2, not " + maximumRetries);
            require(
                    maximumEventAge.compareTo(Duration.ofMinutes(1)) >= 0
                            && maximumEventAge.compareTo(Duration.ofHours(6)) <= 0,
                    "maximum event age must be 60 to 21600 seconds, not " + maximumEventAge.toSeconds());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
