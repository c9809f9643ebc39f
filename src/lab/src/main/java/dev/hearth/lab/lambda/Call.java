package dev.hearth.lab.lambda;

import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import dev.hearth.lab.lambda.Lambda.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One attempt to run a function, from its request to its REPORT line. */
final class Call {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    final String requestId;
    final String functionArn;
    final String traceId;
    final Lambda.Request request;
    final Instant arrived;

    private final BiConsumer<Instant, Outcome> caller;

    /** When its own time began: at hand-over, or before it with an init that was done again. */
    Instant started = Instant.EPOCH;

    Instant handedOverAt = Instant.EPOCH;

    boolean cold;
    Optional<Duration> init = Optional.empty();
    Optional<Invocation> invocation = Optional.empty();
    Optional<Answer> answer = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    final LogTail log = new LogTail();

    /** @param caller told the outcome, once */
    Call(
            String requestId,
            String functionArn,
            String traceId,
            Lambda.Request request,
            Instant arrived,
            BiConsumer<Instant, Outcome> caller) {
        this.requestId = requestId;
        this.functionArn = functionArn;
        this.traceId = traceId;
        this.request = request;
        this.arrived = arrived;
        this.caller = caller;
    }

    Invocation handedOver(Instant began, Instant now, Instant deadline) {
        started = began;
        handedOverAt = now;
        log("START RequestId: " + requestId + " Version: " + FunctionName.LATEST);
        Invocation handed = new Invocation(
                requestId,
                functionArn,
                Duration.between(now, deadline),
                traceId,
                request.clientContext(),
                request.payload());
        invocation = Optional.of(handed);
        return handed;
    }

    /** The first answer counts, and is returned. */
    Optional<Answer> answered(Answer given) {
        if (answer.isPresent()) {
            return Optional.empty();
        }
        answer = Optional.of(given);
        return answer;
    }

    /** Tells its caller the answer; who wants the log has to wait for the end. */
    void tellAnswer(Instant now, Answer given) {
        if (!request.wantsLog()) {
            tell(now, completed(given));
        }
    }

    /** Something stopped the environment; unless it had answered before, that is the answer, and is returned. */
    Optional<Answer> failed(Instant now, Failure why, Optional<Payload> document) {
        failure = Optional.of(why);
        if (why.errorType().equals(Failure.TIMED_OUT)) {
            log(MILLISECONDS.format(now) + " " + requestId + " " + why.message());
        } else {
            log("RequestId: " + requestId + " Error: " + why.message());
            log(why.errorType());
        }
        return answered(new Answer.FunctionError(document.orElseGet(() -> ErrorDocument.of(requestId, why))));
    }

    void ended(Instant now, Report report) {
        if (request.wantsLog()) {
            log.append("END RequestId: " + requestId);
            log.append(report.line());
            tell(now, completed(answer.orElseThrow()));
        }
    }

    void tell(Instant now, Outcome outcome) {
        caller.accept(now, outcome);
    }

    void log(String line) {
        if (request.wantsLog()) {
            log.append(line);
        }
    }

    private Outcome completed(Answer given) {
        return new Outcome.Completed(
                requestId, given, FunctionName.LATEST, request.wantsLog() ? Optional.of(log.text()) : Optional.empty());
    }
}
