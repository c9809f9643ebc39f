package dev.hearth.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Environment;
import dev.hearth.lab.lambda.EnvironmentEvent;
import dev.hearth.lab.lambda.EnvironmentFactory;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.Invocation;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Cold starts of environments of the local Lambda. Not thread-safe: one start at a time is the point. */
final class LocalColdStarts implements ColdStarts {

    /** AWS's limit of an init. */
    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    /** More than any response takes, with the least memory too. */
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(60);

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private static final int SHOWN_OF_AN_ANSWER = 200;

    /** A package's files, by its name. */
    interface Files {

        /** Drops them from the page cache. */
        void drop(String packageName);

        /** What of them is in memory. */
        FilesRead inMemory(String packageName);
    }

    private final EnvironmentFactory factory;
    private final Files files;
    private final Payload event;
    private Duration cpuTime = Duration.ZERO;

    /**
     * Cold starts of what a factory starts.
     *
     * @param files the packages'
     * @param event what each environment is invoked with
     */
    LocalColdStarts(EnvironmentFactory factory, Files files, Payload event) {
        this.factory = factory;
        this.files = files;
        this.event = event;
    }

    @Override
    public Start measure(Cell variant, PageCache pageCache) throws InterruptedException {
        if (pageCache == PageCache.COLD) {
            files.drop(variant.packageName());
        }
        Trial trial = new Trial(variant);
        try {
            return new Start.Measured(trial.sample(pageCache));
        } catch (StartFailed e) {
            return new Start.Failed(new FailedStart(variant, pageCache, e.errorType, e.getMessage()));
        } finally {
            trial.end();
        }
    }

    /** The CPU time of all starts that have ended, as far as it was measured. */
    Duration cpuTime() {
        return cpuTime;
    }

    /** When an event came. */
    private record Moment(long nanos, EnvironmentEvent event) {}

    private static final class StartFailed extends Exception {

        private final String errorType;

        StartFailed(String errorType, String message) {
            super(message);
            this.errorType = errorType;
        }
    }

    /** One environment, from its start to its end. */
    private final class Trial {

        private final Cell variant;
        private final EnvironmentId id =
                new EnvironmentId(UUID.randomUUID().toString().replace("-", ""));
        private final BlockingQueue<Moment> moments = new LinkedBlockingQueue<>();
        private final Environment environment;
        private Optional<Usage> used = Optional.empty();
        private List<ExtensionShare> shares = List.of();
        private boolean ended;

        Trial(Cell variant) {
            this.variant = variant;
            environment = factory.start(
                    id,
                    FunctionSettings.named(variant.packageName())
                            .withMemory(variant.memory())
                            .withTimeout(RESPONSE_LIMIT),
                    Initialization.ON_DEMAND,
                    INIT_LIMIT,
                    event -> moments.add(new Moment(System.nanoTime(), event)));
        }

        Sample sample(PageCache pageCache) throws InterruptedException, StartFailed {
            EnvironmentEvent.Ready ready =
                    (EnvironmentEvent.Ready) await(EnvironmentEvent.Ready.class, INIT_LIMIT.plus(RESPONSE_LIMIT))
                            .event();
            used = ready.usage();
            Response first = respond();
            Optional<FilesRead> read =
                    pageCache == PageCache.COLD ? Optional.of(files.inMemory(variant.packageName())) : Optional.empty();
            Response second = respond();
            return new Sample(
                    variant,
                    pageCache,
                    ready.init(),
                    first.took(),
                    second.took(),
                    ready.usage().map(Trial::phase),
                    ready.usage().flatMap(before -> first.usage().map(after -> phase(before, after))),
                    read,
                    second.usage().map(Usage::peakMemory).orElse(0L),
                    shares.isEmpty() ? Optional.empty() : Optional.of(shares));
        }

        private record Response(Duration took, Optional<Usage> usage) {}

        private Response respond() throws InterruptedException, StartFailed {
            Invocation invocation = new Invocation(
                    UUID.randomUUID().toString(),
                    "arn:aws:lambda:us-east-1:123456789012:function:" + variant.packageName(),
                    RESPONSE_LIMIT,
                    "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
                    Optional.empty(),
                    event);
            long handedOver = System.nanoTime();
            environment.invoke(invocation);
            Moment answered = await(EnvironmentEvent.Answered.class, RESPONSE_LIMIT);
            requireResult(((EnvironmentEvent.Answered) answered.event()).answer());
            used = ((EnvironmentEvent.Idle)
                            await(EnvironmentEvent.Idle.class, RESPONSE_LIMIT).event())
                    .usage();
            return new Response(Duration.ofNanos(answered.nanos() - handedOver), used);
        }

        private Moment await(Class<? extends EnvironmentEvent> expected, Duration limit)
                throws InterruptedException, StartFailed {
            while (true) {
                Moment moment = moments.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
                if (moment == null) {
                    throw new StartFailed(
                            EnvironmentEvent.Failure.TIMED_OUT,
                            EnvironmentEvent.Failure.timedOut(limit).message());
                }
                if (expected.isInstance(moment.event())) {
                    return moment;
                }
                switch (moment.event()) {
                    case EnvironmentEvent.Extended extended ->
                        shares =
                                extended.extensions().stream().map(Trial::share).toList();
                    case EnvironmentEvent.InitFailed failed -> throw ended(failed.failure());
                    case EnvironmentEvent.Exited exited -> throw ended(exited.failure());
                    default -> {
                        // lines that it wrote
                    }
                }
            }
        }

        private StartFailed ended(EnvironmentEvent.Failure failure) {
            ended = true;
            return new StartFailed(failure.errorType(), failure.message());
        }

        /** The next start must not run beside this one's end. */
        void end() throws InterruptedException {
            environment.stop();
            while (!ended) {
                Moment moment = moments.poll(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
                if (moment == null) {
                    throw new IllegalStateException("an environment of " + variant + " does not end");
                }
                ended = moment.event() instanceof EnvironmentEvent.Exited
                        || moment.event() instanceof EnvironmentEvent.InitFailed;
            }
            used.ifPresent(usage -> cpuTime = cpuTime.plus(usage.cpu()));
        }

        private static ExtensionShare share(ExtensionReport extension) {
            return new ExtensionShare(
                    extension.name(),
                    extension.registered().orElse(Duration.ZERO),
                    extension.ready().orElse(Duration.ZERO),
                    extension.memory().orElse(0L));
        }

        private static PhaseUsage phase(Usage usage) {
            return new PhaseUsage(usage.cpu(), usage.minorFaults(), usage.majorFaults());
        }

        private static PhaseUsage phase(Usage before, Usage after) {
            return new PhaseUsage(
                    after.cpu().minus(before.cpu()),
                    after.minorFaults() - before.minorFaults(),
                    after.majorFaults() - before.majorFaults());
        }
    }

    /** A start that answers with an error is no start worth measuring. */
    private static void requireResult(Answer answer) throws StartFailed {
        switch (answer) {
            case Answer.FunctionError error -> throw new StartFailed("FunctionError", shown(error.payload()));
            case Answer.Result result -> {
                if (status(result.payload()) >= 400) {
                    throw new StartFailed("HTTP " + status(result.payload()), shown(result.payload()));
                }
            }
        }
    }

    /** The HTTP status of an answer; 200 where it is none for HTTP. */
    private static int status(Payload payload) {
        try {
            JsonNode answer = Json.MAPPER.readTree(payload.text());
            return answer.path("statusCode").asInt(200);
        } catch (JsonProcessingException e) {
            return 200;
        }
    }

    private static String shown(Payload payload) {
        String text = payload.text();
        return text.length() <= SHOWN_OF_AN_ANSWER ? text : text.substring(0, SHOWN_OF_AN_ANSWER) + "…";
    }
}
