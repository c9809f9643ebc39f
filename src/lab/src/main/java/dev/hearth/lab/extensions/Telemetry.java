package dev.hearth.lab.extensions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one environment tells those that subscribed to its telemetry. What happened before somebody subscribed is told too,
 * as init is over only after the last subscription. Not thread-safe.
 */
public final class Telemetry {

    /** A subscriber that takes nothing holds so many of its own batches at most. */
    private static final int BATCHES_THAT_WAIT = 4;

    private static final int MOST_EARLY_BYTES = 262_144;

    private final List<TelemetryEvent> early = new ArrayList<>();
    private final Map<String, Subscriber> subscribers = new LinkedHashMap<>();
    private int earlyBytes;
    private boolean open = true;

    /** Whether an event would be heard, now or later. */
    public boolean listens() {
        return open || !subscribers.isEmpty();
    }

    /** Subscribes an extension, anew where it had subscribed. */
    public void subscribe(String extension, Subscription subscription, Instant now) throws Denied {
        if (!open) {
            throw new Denied("Telemetry.SubscriptionClosed", "Telemetry API subscription is closed already");
        }
        Subscriber subscriber = new Subscriber(subscription);
        early.forEach(event -> subscriber.add(event, now));
        subscribers.put(extension, subscriber);
        add(now, at -> TelemetryEvent.subscribed(at, extension, subscription.types()));
    }

    /** Init is over: nobody else may subscribe. */
    public void close() {
        open = false;
        early.clear();
    }

    /** Adds an event, which is made only where it is heard. */
    public void add(Instant now, Function<Instant, TelemetryEvent> event) {
        if (!listens()) {
            return;
        }
        TelemetryEvent made = event.apply(now);
        if (open && earlyBytes < MOST_EARLY_BYTES) {
            earlyBytes += made.json().length();
            early.add(made);
        }
        subscribers.values().forEach(subscriber -> subscriber.add(made, now));
    }

    public List<Subscriber> subscribers() {
        return List.copyOf(subscribers.values());
    }

    /** One that subscribed, with what it is to be told. */
    public static final class Subscriber {

        private final Subscription subscription;
        private final ArrayDeque<TelemetryEvent> events = new ArrayDeque<>();
        private long bytes;
        private long droppedEvents;
        private long droppedBytes;
        private Optional<Instant> first = Optional.empty();

        private Subscriber(Subscription subscription) {
            this.subscription = subscription;
        }

        public Subscription subscription() {
            return subscription;
        }

        private void add(TelemetryEvent event, Instant now) {
            if (!subscription.types().contains(event.category())) {
                return;
            }
            if (bytes >= (long) BATCHES_THAT_WAIT * subscription.buffering().bytes()) {
                lost(List.of(event.json()));
                return;
            }
            events.add(event);
            bytes += event.json().length();
            if (first.isEmpty()) {
                first = Optional.of(now);
            }
        }

        /** Notes what did not reach it, which it is told with the next batch. */
        public void lost(List<String> batch) {
            droppedEvents += batch.size();
            droppedBytes += batch.stream().mapToLong(String::length).sum();
        }

        /** How long from now its next batch may wait; empty where there is nothing to tell. */
        public Optional<Duration> due(Instant now) {
            Subscription.Buffering buffering = subscription.buffering();
            if (events.size() >= buffering.items() || bytes >= buffering.bytes()) {
                return Optional.of(Duration.ZERO);
            }
            return first.map(since -> Duration.between(now, since.plus(buffering.patience())))
                    .map(left -> left.isNegative() ? Duration.ZERO : left);
        }

        /** Takes its next batch, which may be empty: the events' JSON. */
        public List<String> take(Instant now) {
            Subscription.Buffering buffering = subscription.buffering();
            List<String> batch = new ArrayList<>();
            if (droppedEvents > 0 && subscription.types().contains(TelemetryEvent.Category.PLATFORM)) {
                batch.add(TelemetryEvent.dropped(now, droppedEvents, droppedBytes, "the consumer took no more")
                        .json());
                droppedEvents = 0;
                droppedBytes = 0;
            }
            long taken = 0;
            while (!events.isEmpty() && batch.size() < buffering.items() && taken < buffering.bytes()) {
                String json = events.remove().json();
                taken += json.length();
                batch.add(json);
            }
            bytes -= taken;
            first = events.isEmpty() ? Optional.empty() : Optional.of(now);
            return batch;
        }
    }
}
