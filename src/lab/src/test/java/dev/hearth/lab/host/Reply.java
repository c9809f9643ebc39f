package dev.hearth.lab.host;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import java.util.concurrent.CompletionStage;

/** What the caller of an invocation has been told so far. */
record Reply(CompletionStage<Outcome> stage) {

    boolean given() {
        return stage.toCompletableFuture().isDone();
    }

    Outcome outcome() {
        return stage.toCompletableFuture().getNow(new Outcome.Unavailable("none", "not told yet"));
    }

    Outcome.Completed completed() {
        return assertInstanceOf(Outcome.Completed.class, outcome());
    }

    String id() {
        return completed().requestId();
    }

    String log() {
        return completed().log().orElseThrow();
    }

    String result() {
        return assertInstanceOf(Answer.Result.class, completed().answer())
                .payload()
                .text();
    }

    String error() {
        return assertInstanceOf(Answer.FunctionError.class, completed().answer())
                .payload()
                .text();
    }

    Reason throttled() {
        return assertInstanceOf(Outcome.Throttled.class, outcome()).reason();
    }
}
