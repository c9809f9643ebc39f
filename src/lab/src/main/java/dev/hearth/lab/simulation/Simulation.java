package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.simulation.Strategy.Action;
import dev.hearth.lab.simulation.Watcher.Fate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One function's life under a strategy and users' requests. What is due at one moment happens in this order: environments
 * become free, those that were idle for too long end, the strategy acts, requests arrive. A request takes constant time, and
 * the logarithm of the number of busy environments.
 *
 * <p>An invocation that waits for a start keeps its environment from its arrival on, as on AWS; no other takes its place. A
 * refused request is not made again.
 */
public final class Simulation {

    private static final long DAY = Duration.ofDays(1).toMillis() * 1_000;
    private static final long MILLI = 1_000;
    private static final long START_WINDOW = AccountSettings.START_WINDOW.toMillis() * 1_000;

    /** Provisioned concurrency is billed in steps of this (AWS Lambda pricing). */
    private static final long PROVISIONED_STEP = Duration.ofMinutes(5).toMillis() * 1_000;

    private static final int FREE_OF_HOLD = 0;
    private static final int HELD_WARM = 1;

    private final long origin;
    private final long idleLife;
    private final long provisioning;
    private final int concurrency;
    private final long[] starts;
    private final SplittableRandom startLengths;
    private final Strategy.Run strategy;
    private final Watcher watcher;

    private final Idle onDemand;
    private final Idle provisioned;
    private final Ends ends = new Ends();
    private final List<Tally> days = new ArrayList<>();

    private boolean[] isProvisioned = new boolean[16];
    private byte[] holds = new byte[16];
    private final boolean asksEnvironments;
    private Remembered[] memories = new Remembered[16];
    private List<Remembered> asked = new ArrayList<>();
    private int[] unused = new int[16];
    private int unusedCount;
    private int numbered;
    private int held;

    private final long[] started;
    private int startedCount;
    private int startedNext;

    private final ArrayDeque<Long> beingProvisioned = new ArrayDeque<>();
    private final ArrayDeque<Long> provisionedSince = new ArrayDeque<>();
    private int provisionedBusy;
    private int surplus;
    private long busyIntegral;
    private long integratedUntil;
    private long actedAt;
    private long paidUntil;

    private Simulation(Settings settings, Strategy strategy, long origin, long seed, Watcher watcher) {
        SplittableRandom random = new SplittableRandom(seed);
        this.origin = origin;
        this.strategy = strategy.begin();
        asksEnvironments = this.strategy.asksEnvironments();
        this.watcher = watcher;
        idleLife = micros(settings.idle());
        provisioning = micros(settings.provisioning());
        concurrency = settings.concurrency();
        starts = settings.starts().stream().mapToLong(Simulation::micros).toArray();
        startLengths = random.split();
        onDemand = new Idle(settings.routing(), random.split());
        provisioned = new Idle(settings.routing(), random.split());
        started = new long[settings.startsPerWindow()];
        integratedUntil = origin;
        actedAt = origin;
        paidUntil = origin;
    }

    /**
     * Runs it from {@code origin} to the end of the day in which the last request arrives.
     *
     * @param origin where the first of the days begins that are returned, microseconds since 1970; no request is earlier
     * @return what happened on each day of 24 hours
     */
    public static List<Tally> run(
            Settings settings, Strategy strategy, Traffic traffic, long origin, long seed, Watcher watcher) {
        return new Simulation(settings, strategy, origin, seed, watcher).run(traffic);
    }

    public static List<Tally> run(Settings settings, Strategy strategy, Traffic traffic, long origin, long seed) {
        return run(settings, strategy, traffic, origin, seed, Watcher.NOBODY);
    }

    private List<Tally> run(Traffic traffic) {
        int size = traffic.size();
        long last = size == 0 ? origin : traffic.arrival(size - 1);
        long end = origin + (Math.floorDiv(last - origin, DAY) + 1) * DAY;
        int request = 0;
        long action = strategy.next();
        while (request < size || action < end) {
            long arrival = request < size ? traffic.arrival(request) : Long.MAX_VALUE;
            long now = Math.min(arrival, action);
            pass(now);
            if (action <= arrival) {
                act(now);
                action = strategy.next();
            } else {
                serve(now, traffic.work(request++));
            }
        }
        pay(end);
        tally(end - 1);
        return Collections.unmodifiableList(days);
    }

    private void act(long now) {
        integrate(now);
        long passed = now - actedAt;
        int there = provisioned.size() + provisionedBusy - surplus;
        Strategy.Observed observed =
                new Strategy.Observed(there, passed == 0 ? 0 : busyIntegral / (double) passed, asked);
        asked = new ArrayList<>();
        busyIntegral = 0;
        actedAt = now;
        for (Action action : strategy.act(now, observed)) {
            switch (action) {
                case Action.Hold hold -> {
                    tally(now).cycles++;
                    hold(now, hold.invocations(), hold.until());
                }
                case Action.Lead lead -> {
                    tally(now).cycles++;
                    if (hold(now, 1, lead.until())) {
                        hold(now, lead.environments().applyAsInt(asked.getFirst()) - 1, lead.until());
                    }
                }
                case Action.Again again -> hold(now, again.invocations(), again.until());
                case Action.Provision provision -> provision(now, provision.environments());
            }
        }
    }

    /** All that happens by itself until then. */
    private void pass(long now) {
        while (true) {
            long free = ends.earliest();
            long there = beingProvisioned.isEmpty() ? Long.MAX_VALUE : beingProvisioned.peekFirst();
            if (Math.min(free, there) > now) {
                break;
            }
            if (free <= there) {
                free(ends.removeEarliest(), free);
            } else {
                beingProvisioned.removeFirst();
                provisioned.add(number(true), there);
            }
        }
        while (onDemand.size() > 0 && onDemand.oldest() + idleLife <= now) {
            forget(onDemand.takeOldest());
        }
    }

    private void serve(long now, long work) {
        Tally day = tally(now);
        day.requests++;
        if (ends.size() < concurrency) {
            boolean fromProvisioned = provisioned.size() > 0;
            if (fromProvisioned || onDemand.size() > 0) {
                serve(warm(now, fromProvisioned), now, work);
                if (fromProvisioned) {
                    day.onProvisionedMillis += millis(work);
                } else {
                    day.onDemandMillis += millis(work);
                }
                watch(now, Fate.WARM);
                return;
            }
            if (mayStart(now)) {
                long start = start();
                serve(number(false), now + start, work);
                day.cold++;
                day.lostMicros += start;
                day.onDemandMillis += millis(start + work);
                day.coldBesideHolds += held > 0 ? 1 : 0;
                watch(now, Fate.COLD);
                return;
            }
        }
        day.throttled++;
        day.coldBesideHolds += held > 0 ? 1 : 0;
        watch(now, Fate.THROTTLED);
    }

    private void serve(int environment, long from, long work) {
        if (asksEnvironments) {
            memories[environment].users().served(from / MILLI, (from + work) / MILLI);
        }
        occupy(environment, from + work, FREE_OF_HOLD);
    }

    /** A refusal ends the round, as it ends Hearth's cycle: whether there was none. */
    private boolean hold(long now, int invocations, long asLongAs) {
        Tally day = tally(now);
        for (int n = 0; n < invocations; n++) {
            boolean fromProvisioned = provisioned.size() > 0;
            boolean isWarm = fromProvisioned || onDemand.size() > 0;
            if (ends.size() >= concurrency || !(isWarm || mayStart(now))) {
                day.warmThrottled += invocations - n;
                return false;
            }
            day.warmInvocations++;
            if (isWarm) {
                day.warmMillis += millis(asLongAs - now);
                held++;
                hold(warm(now, fromProvisioned), asLongAs, HELD_WARM);
            } else {
                long until = Math.max(asLongAs, now + start());
                day.warmMillis += millis(until - now);
                hold(number(false), until, FREE_OF_HOLD);
            }
        }
        return true;
    }

    private void hold(int environment, long until, int how) {
        if (asksEnvironments) {
            asked.add(memories[environment]);
        }
        occupy(environment, until, how);
    }

    private int warm(long now, boolean fromProvisioned) {
        if (!fromProvisioned) {
            return onDemand.take();
        }
        integrate(now);
        provisionedBusy++;
        return provisioned.take();
    }

    private void occupy(int environment, long until, int hold) {
        holds[environment] = (byte) hold;
        ends.add(until, environment);
    }

    private void free(int environment, long now) {
        if (holds[environment] == HELD_WARM) {
            held--;
        }
        if (!isProvisioned[environment]) {
            onDemand.add(environment, now);
            return;
        }
        integrate(now);
        provisionedBusy--;
        if (surplus > 0) {
            surplus--;
            forget(environment);
        } else {
            provisioned.add(environment, now);
        }
    }

    private void provision(long now, int environments) {
        pay(now);
        while (provisionedSince.size() < environments) {
            provisionedSince.addLast(now);
            if (surplus > 0) {
                surplus--;
            } else {
                beingProvisioned.addLast(now + provisioning);
            }
        }
        while (provisionedSince.size() > environments) {
            long age = now - provisionedSince.removeLast();
            long rest = Math.ceilDiv(age, PROVISIONED_STEP) * PROVISIONED_STEP - age;
            tally(now).provisionedMillis += rest / MILLI;
            if (!beingProvisioned.isEmpty()) {
                beingProvisioned.removeLast();
            } else if (provisioned.size() > 0) {
                forget(provisioned.takeOldest());
            } else {
                surplus++;
            }
        }
    }

    /** Counts what provisioned concurrency cost until then, day by day. */
    private void pay(long until) {
        while (paidUntil < until) {
            long endOfDay = origin + (Math.floorDiv(paidUntil - origin, DAY) + 1) * DAY;
            long to = Math.min(until, endOfDay);
            tally(paidUntil).provisionedMillis += provisionedSince.size() * ((to - paidUntil) / MILLI);
            paidUntil = to;
        }
    }

    private void integrate(long now) {
        busyIntegral += provisionedBusy * (now - integratedUntil);
        integratedUntil = now;
    }

    private boolean mayStart(long now) {
        if (startedCount == started.length && started[startedNext] + START_WINDOW > now) {
            return false;
        }
        started[startedNext] = now;
        startedNext = startedNext + 1 == started.length ? 0 : startedNext + 1;
        startedCount = Math.min(started.length, startedCount + 1);
        return true;
    }

    private long start() {
        return starts.length == 1 ? starts[0] : starts[startLengths.nextInt(starts.length)];
    }

    private int number(boolean isOfProvisioned) {
        int environment;
        if (unusedCount > 0) {
            environment = unused[--unusedCount];
        } else {
            environment = numbered++;
            if (environment == isProvisioned.length) {
                isProvisioned = Arrays.copyOf(isProvisioned, environment * 2);
                holds = Arrays.copyOf(holds, environment * 2);
                unused = Arrays.copyOf(unused, environment * 2);
                memories = Arrays.copyOf(memories, environment * 2);
            }
        }
        isProvisioned[environment] = isOfProvisioned;
        if (asksEnvironments) {
            memories[environment] = Remembered.nothing();
        }
        return environment;
    }

    private void forget(int environment) {
        unused[unusedCount++] = environment;
    }

    private Tally tally(long now) {
        int day = (int) Math.floorDiv(now - origin, DAY);
        while (days.size() <= day) {
            days.add(new Tally());
        }
        return days.get(day);
    }

    private void watch(long now, Fate fate) {
        watcher.request(now, fate, ends.size(), ends.size() + onDemand.size() + provisioned.size());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static long millis(long micros) {
        return Math.ceilDiv(micros, MILLI);
    }
}
