package dev.hearth.lab.http;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Configuration;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Payload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A Lambda service with one function, {@code hello}, that answers as the test tells it and remembers what it was asked. */
final class ScriptedLambda implements Lambda {

    static final String ID = "11111111-2222-3333-4444-555555555555";
    static final String ARN = "arn:aws:lambda:eu-north-1:123456789012:function:hello";

    final List<Request> invoked = new CopyOnWriteArrayList<>();
    final List<Request> enqueued = new CopyOnWriteArrayList<>();
    private final Map<String, Configuration> configurations = new LinkedHashMap<>(Map.of(
            "hello",
            new Configuration(
                    FunctionSettings.named("hello").withAliases(Set.of("live")),
                    0,
                    Instant.parse("2026-11-23T18:00:00Z"))));
    private volatile Function<Request, CompletionStage<Outcome>> script = request -> completed(request.payload());
    private volatile Outcome queue = new Outcome.Accepted(ID);

    /** Answers every invocation with a result. */
    void answers(String result) {
        answersWith(new Answer.Result(Payload.of(result)));
    }

    void answersWith(Answer answer) {
        yields(new Outcome.Completed(ID, answer, "$LATEST", Optional.empty()));
    }

    void yields(Outcome outcome) {
        script = request -> CompletableFuture.completedFuture(outcome);
    }

    void runs(Function<Request, CompletionStage<Outcome>> script) {
        this.script = script;
    }

    void queueYields(Outcome outcome) {
        queue = outcome;
    }

    static CompletionStage<Outcome> completed(Payload result) {
        return CompletableFuture.completedFuture(
                new Outcome.Completed(ID, new Answer.Result(result), "$LATEST", Optional.empty()));
    }

    Request lastInvoked() {
        return invoked.getLast();
    }

    @Override
    public synchronized List<FunctionSettings> functions() {
        return configurations.values().stream().map(Configuration::settings).toList();
    }

    @Override
    public String arn(String function) {
        return "arn:aws:lambda:eu-north-1:123456789012:function:" + function;
    }

    @Override
    public CompletionStage<Outcome> invoke(Request request) {
        invoked.add(request);
        return known(request) ? script.apply(request) : CompletableFuture.completedFuture(notFound(request));
    }

    @Override
    public Outcome enqueue(Request request) {
        enqueued.add(request);
        return known(request) ? queue : notFound(request);
    }

    @Override
    public synchronized Configuration configuration(String function) {
        return configurations.get(function);
    }

    @Override
    public synchronized Configuration reconfigure(String function, Function<Configuration, FunctionSettings> change) {
        Configuration before = configurations.get(function);
        Configuration after = before.then(change.apply(before), before.since().plusSeconds(1));
        configurations.put(function, after);
        return after;
    }

    private boolean known(Request request) {
        return configurations.containsKey(request.function());
    }

    private Outcome notFound(Request request) {
        return new Outcome.NotFound(arn(request.function()));
    }
}
