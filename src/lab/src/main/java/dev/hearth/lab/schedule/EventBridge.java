package dev.hearth.lab.schedule;

import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Payload;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * EventBridge on this machine, its Scheduler and its rules: sends a schedule's event to its function's asynchronous queue whenever it is due,
 * within a second. Thread-safe.
 *
 * <p>Every schedule is a job of Quarkus's scheduler that asks each second what is due, rather than a trigger of its own:
 * those know neither EventBridge's years nor its daylight saving rules, and their rates drift.
 */
public final class EventBridge implements AutoCloseable {

    private final Scheduler scheduler;
    private final Lambda lambda;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Consumer<Firing> watcher;
    private final Map<String, Timetable> timetables = new ConcurrentHashMap<>();
    private final Map<String, Origin> origins = new ConcurrentHashMap<>();

    /**
     * No schedule yet.
     *
     * @param random makes execution ids
     * @param watcher told of each firing, on any thread
     */
    public EventBridge(
            Scheduler scheduler, Lambda lambda, InstantSource clock, RandomGenerator random, Consumer<Firing> watcher) {
        this.scheduler = scheduler;
        this.lambda = lambda;
        this.clock = clock;
        this.random = random;
        this.watcher = watcher;
    }

    /** Creates a schedule. Returns whether it was due at once, as a rate without a start is; then it has fired. */
    public boolean create(Schedule schedule) {
        Timetable timetable = new Timetable(schedule, clock.instant());
        if (timetables.putIfAbsent(schedule.path(), timetable) != null) {
            throw new IllegalArgumentException(
                    "there are two schedules of the name " + schedule.name() + ": rename one");
        }
        origins.put(schedule.path(), schedule.origin());
        boolean fired = fireDue(schedule, timetable);
        scheduler
                .newJob(schedule.path())
                .setInterval("1s")
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(execution -> fireDue(schedule, timetable))
                .schedule();
        return fired;
    }

    /**
     * Has a schedule send what this origin says, as often as before, as {@code UpdateSchedule} does.
     *
     * @throws IllegalArgumentException if there is no schedule of its path
     */
    public void update(Origin changed) {
        if (origins.replace(changed.path(), changed) == null) {
            throw new IllegalArgumentException("there is no schedule of the name " + changed.name());
        }
    }

    /** When that schedule is due next; empty where it is over. */
    public Optional<Instant> next(Schedule schedule) {
        return Optional.ofNullable(timetables.get(schedule.path())).flatMap(Timetable::next);
    }

    /** Fires nothing more. */
    @Override
    public void close() {
        timetables.keySet().forEach(scheduler::unscheduleJob);
        timetables.clear();
        origins.clear();
    }

    private boolean fireDue(Schedule schedule, Timetable timetable) {
        Optional<Instant> due = timetable.due(clock.instant());
        due.ifPresent(occurrence -> {
            Lambda.Outcome outcome = lambda.enqueue(new Lambda.Request(
                    schedule.function().name(),
                    schedule.function().qualifier(),
                    Payload.of(event(schedule, occurrence)),
                    false,
                    Optional.empty(),
                    Optional.empty()));
            watcher.accept(new Firing(schedule, occurrence, outcome));
        });
        return due.isPresent();
    }

    private String event(Schedule schedule, Instant occurrence) {
        Origin.Place place = Origin.Place.of(lambda.arn(schedule.function().name()));
        return origins.getOrDefault(schedule.path(), schedule.origin()).event(occurrence, place, random);
    }
}
