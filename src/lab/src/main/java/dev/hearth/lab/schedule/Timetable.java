package dev.hearth.lab.schedule;

import java.time.Instant;
import java.util.Optional;

/** Which occurrence of a schedule is due. Each is told once; of several that were missed, the last one. Thread-safe. */
final class Timetable {

    private final Schedule schedule;
    private final Instant created;
    private Optional<Instant> next;

    Timetable(Schedule schedule, Instant created) {
        this.schedule = schedule;
        this.created = created;
        this.next = schedule.next(created, created);
    }

    synchronized Optional<Instant> next() {
        return next;
    }

    synchronized Optional<Instant> due(Instant now) {
        Optional<Instant> due = Optional.empty();
        while (next.isPresent() && !next.get().isAfter(now)) {
            due = next;
            next = schedule.next(next.get().plusNanos(1), created);
        }
        return due;
    }
}
