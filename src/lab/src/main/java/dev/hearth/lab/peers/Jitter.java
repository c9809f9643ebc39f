package dev.hearth.lab.peers;

import dev.hearth.lab.host.Time;
import dev.hearth.lab.lambda.Configuration;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A Lambda whose queue takes a while, another for each event, as AWS's does. Thread-safe. */
final class Jitter implements Lambda {

    private final Lambda lambda;
    private final Time time;
    private final Duration most;
    private final RandomGenerator random;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param most how late an event may be; each is equally likely to be late by anything up to it */
    Jitter(Lambda lambda, Time time, Duration most, RandomGenerator random) {
        this.lambda = lambda;
        this.time = time;
        this.most = most;
        this.random = random;
    }

    /** Events that no environment was asked for yet. */
    int waiting() {
        return waiting.get();
    }

    @Override
    public Outcome enqueue(Request request) {
        if (lambda.functions().stream().noneMatch(function -> function.name().equals(request.function()))) {
            return lambda.enqueue(request);
        }
        waiting.incrementAndGet();
        var _ = time.call(time.now().plusNanos(drawn()), () -> {
            try {
                var _ = lambda.enqueue(request);
            } finally {
                waiting.decrementAndGet();
            }
        });
        return new Outcome.Accepted(UUID.randomUUID().toString());
    }

    private long drawn() {
        synchronized (random) {
            return most.isZero() ? 0 : random.nextLong(most.toNanos());
        }
    }

    @Override
    public List<FunctionSettings> functions() {
        return lambda.functions();
    }

    @Override
    public Configuration configuration(String function) {
        return lambda.configuration(function);
    }

    @Override
    public String arn(String function) {
        return lambda.arn(function);
    }

    @Override
    public CompletionStage<Outcome> invoke(Request request) {
        return lambda.invoke(request);
    }

    @Override
    public Configuration reconfigure(String function, Function<Configuration, FunctionSettings> change) {
        return lambda.reconfigure(function, change);
    }
}
