package dev.hearth.lab.lambda;

import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asynchronous events until they are dealt with (AWS Lambda developer guide, "How Lambda handles errors and retries with
 * asynchronous invocation"): function errors are retried after 1 and 2 minutes, throttles from 1 second on to 5 minutes,
 * both until the event is too old. Every event ends with a success or with {@link LambdaEvent.EventDropped}.
 */
final class EventQueue {

    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration SECOND_RETRY = Duration.ofMinutes(2);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);

    /**
     * What may wait at once. AWS's own queue has no bound that it states; here it is the memory of a developer's machine. An
     * event is 1 MB at most.
     */
    static final long MOST_BYTES = 48L << 20;

    static final int MOST_EVENTS = 50_000;

    /** Tries to give an event an environment; whoever it is tells the outcome later. */
    interface Attempt {
        Optional<Reason> start(Instant now, Event event);
    }

    /** One event in the queue. */
    static final class Event {

        final String requestId;
        final Lambda.Request request;
        private final Fleet fleet;
        final Instant enqueued;
        private int failures;
        private int throttles;

        Event(String requestId, Lambda.Request request, Fleet fleet, Instant enqueued) {
            this.requestId = requestId;
            this.request = request;
            this.fleet = fleet;
            this.enqueued = enqueued;
        }

        Fleet fleet() {
            return fleet;
        }

        private FunctionSettings.Asynchronous rules() {
            return fleet.settings().asynchronous();
        }
    }

    private final Deadlines deadlines;
    private final Attempt attempt;
    private final Consumer<Action> actions;
    private final Set<Event> events = new LinkedHashSet<>();
    private long bytes;

    EventQueue(Deadlines deadlines, Attempt attempt, Consumer<Action> actions) {
        this.deadlines = deadlines;
        this.attempt = attempt;
        this.actions = actions;
    }

    /** Whether it was taken; else the queue is full. */
    boolean add(Instant now, Event event) {
        if (events.size() >= MOST_EVENTS || bytes + event.request.payload().size() > MOST_BYTES) {
            return false;
        }
        events.add(event);
        bytes += event.request.payload().size();
        attempt(now, event);
        return true;
    }

    private boolean remove(Event event) {
        boolean removed = events.remove(event);
        if (removed) {
            bytes -= event.request.payload().size();
        }
        return removed;
    }

    /** An attempt is over. */
    void settle(Instant now, Event event, Outcome outcome) {
        switch (outcome) {
            case Outcome.Completed completed -> {
                switch (completed.answer()) {
                    case Answer.Result result -> remove(event);
                    case Answer.FunctionError error -> failed(now, event);
                }
            }
            case Outcome.Throttled throttled -> throttled(now, event);
            case Outcome.Unavailable unavailable -> drop(now, event, unavailable.message());
            case Outcome.Accepted accepted -> throw new IllegalStateException("an attempt is not accepted");
            case Outcome.NotFound notFound -> throw new IllegalStateException("an accepted event has a function");
            case Outcome.Recursive recursive -> throw new IllegalStateException("an accepted event does not recur");
        }
    }

    /** Drops what has not been dealt with. */
    void close(Instant now, String why) {
        List.copyOf(events).forEach(event -> drop(now, event, why));
    }

    private void attempt(Instant now, Event event) {
        if (attempt.start(now, event).isPresent()) {
            throttled(now, event);
        }
    }

    private void failed(Instant now, Event event) {
        event.failures++;
        if (event.failures > event.rules().maximumRetries()) {
            drop(now, event, "the function failed " + event.failures + (event.failures == 1 ? " time" : " times"));
        } else {
            later(now, event, event.failures == 1 ? FIRST_RETRY : SECOND_RETRY);
        }
    }

    private void throttled(Instant now, Event event) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(event.throttles++, 9));
        later(now, event, doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF);
    }

    private void later(Instant now, Event event, Duration delay) {
        Instant due = now.plus(delay);
        Instant expiry = event.enqueued.plus(event.rules().maximumEventAge());
        if (due.isBefore(expiry)) {
            deadlines.set(event, due, then -> attempt(then, event));
        } else {
            deadlines.set(
                    event,
                    expiry,
                    then -> drop(
                            then,
                            event,
                            "older than " + event.rules().maximumEventAge().toSeconds() + " s"));
        }
    }

    private void drop(Instant now, Event event, String why) {
        deadlines.clear(event);
        if (remove(event)) {
            actions.accept(new Action.Announce(
                    new LambdaEvent.EventDropped(now, event.fleet.settings().name(), event.requestId, why)));
        }
    }
}
