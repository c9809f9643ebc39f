package dev.hearth.lab.schedule;

/** A schedule that EventBridge Scheduler refuses; the message says why and what to write instead. */
public final class InvalidSchedule extends IllegalArgumentException {

    InvalidSchedule(String message) {
        super(message);
    }
}
