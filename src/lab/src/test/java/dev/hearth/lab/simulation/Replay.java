package dev.hearth.lab.simulation;

import dev.hearth.lab.lambda.Routing;
import dev.hearth.lab.simulation.Watcher.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** The rules in the plainest words: lists that are looked through from end to end at every step. */
final class Replay {

    private record Busy(long until, long order, boolean heldWarm) {}

    private record Free(long since, long order) {}

    private final Case world;
    private final long start;
    private final long idle;
    private final SplittableRandom random;
    private final List<Busy> busy = new ArrayList<>();
    private final List<Free> free = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private long order;
    private long freed;

    final List<Fate> fates = new ArrayList<>();
    long coldBesideHolds;
    long warmInvocations;
    long warmThrottled;
    long warmMillis;
    long userMillis;

    Replay(Case world, long seed) {
        this.world = world;
        start = world.start().toMillis() * 1_000;
        idle = world.idle().toMillis() * 1_000;
        SplittableRandom all = new SplittableRandom(seed);
        all.split();
        random = all.split();
    }

    Replay run() {
        int cycle = 0;
        for (Case.Request request : world.requests()) {
            while (cycle < world.cycles().size() && world.cycles().get(cycle).at() <= request.arrival()) {
                hold(world.cycles().get(cycle++));
            }
            pass(request.arrival());
            boolean beside = busy.stream().anyMatch(Busy::heldWarm);
            Fate fate = place(request.arrival(), request.work());
            fates.add(fate);
            coldBesideHolds += beside && fate != Fate.WARM ? 1 : 0;
        }
        for (; cycle < world.cycles().size(); cycle++) {
            hold(world.cycles().get(cycle));
        }
        return this;
    }

    private Fate place(long now, long work) {
        if (busy.size() >= world.limits().concurrency()) {
            return Fate.THROTTLED;
        }
        if (!free.isEmpty()) {
            choose();
            busy.add(new Busy(now + work, order++, false));
            userMillis += (work + 999) / 1_000;
            return Fate.WARM;
        }
        if (!mayStart(now)) {
            return Fate.THROTTLED;
        }
        busy.add(new Busy(now + start + work, order++, false));
        userMillis += (start + work + 999) / 1_000;
        return Fate.COLD;
    }

    private void hold(Case.Cycle cycle) {
        pass(cycle.at());
        for (int n = 0; n < cycle.invocations(); n++) {
            boolean warm = !free.isEmpty();
            if (busy.size() >= world.limits().concurrency() || !(warm || mayStart(cycle.at()))) {
                warmThrottled += cycle.invocations() - n;
                return;
            }
            warmInvocations++;
            long until = warm ? cycle.at() + cycle.window() : cycle.at() + Math.max(start, cycle.window());
            if (warm) {
                choose();
            }
            busy.add(new Busy(until, order++, warm));
            warmMillis += (until - cycle.at() + 999) / 1_000;
        }
    }

    private boolean mayStart(long now) {
        long within = starts.stream().filter(at -> at + 10_000_000 > now).count();
        return within < world.limits().starts() && starts.add(now);
    }

    private void choose() {
        remove(
                switch (world.routing()) {
                    case RECENT -> latest();
                    case LEAST_RECENT -> earliest();
                    case RANDOM -> random.nextInt(free.size());
                });
    }

    /** Of a list in no order the last takes the place of the one that goes, as in a real pool: draws then agree. */
    private void remove(int index) {
        if (world.routing() == Routing.RANDOM) {
            Free last = free.removeLast();
            if (index < free.size()) {
                free.set(index, last);
            }
        } else {
            free.remove(index);
        }
    }

    private int latest() {
        int latest = 0;
        for (int i = 1; i < free.size(); i++) {
            latest = free.get(i).order() > free.get(latest).order() ? i : latest;
        }
        return latest;
    }

    private int earliest() {
        int earliest = 0;
        for (int i = 1; i < free.size(); i++) {
            earliest = free.get(i).order() < free.get(earliest).order() ? i : earliest;
        }
        return earliest;
    }

    private void pass(long now) {
        busy.stream()
                .filter(one -> one.until() <= now)
                .sorted(Comparator.comparingLong(Busy::until).thenComparingLong(Busy::order))
                .toList()
                .forEach(one -> {
                    busy.remove(one);
                    free.add(new Free(one.until(), freed++));
                });
        while (!free.isEmpty() && free.get(earliest()).since() + idle <= now) {
            remove(earliest());
        }
    }
}
