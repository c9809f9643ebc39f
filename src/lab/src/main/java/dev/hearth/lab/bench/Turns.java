package dev.hearth.lab.bench;

import dev.hearth.lab.stats.Distribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** Does several things in turns, each turn in another order, so that what disturbs them disturbs all alike. */
public final class Turns {

    private static final double NANOS_A_MILLISECOND = 1e6;

    private final LongSupplier nanos;
    private final Random order;

    /** @param nanos tells the time that passes, as {@link System#nanoTime} does */
    public Turns(LongSupplier nanos, Random order) {
        this.nanos = nanos;
        this.order = order;
    }

    /** Something to do, again and again. */
    public interface Action {

        /** Does it and says whether it succeeded. */
        boolean run() throws InterruptedException;
    }

    /** An action by its name. */
    public record Subject(String name, Action action) {}

    /**
     * What became of a subject's counted turns.
     *
     * @param milliseconds what each took, also where it did not succeed
     * @param lost how many did not succeed
     */
    public record Outcome(String name, Distribution milliseconds, int lost) {}

    /**
     * Takes all turns.
     *
     * @param uncounted how many turns come before those that count
     * @param counted how many count, at least one
     */
    public List<Outcome> take(List<Subject> subjects, int uncounted, int counted) throws InterruptedException {
        List<Seat> seats = subjects.stream().map(Seat::new).toList();
        List<Seat> turn = new ArrayList<>(seats);
        for (int i = 0; i < uncounted + counted; i++) {
            Collections.shuffle(turn, order);
            for (Seat seat : turn) {
                seat.run(i >= uncounted);
            }
        }
        return seats.stream().map(Seat::outcome).toList();
    }

    private final class Seat {

        private final Subject subject;
        private final List<Double> took = new ArrayList<>();
        private int lost;

        Seat(Subject subject) {
            this.subject = subject;
        }

        void run(boolean counts) throws InterruptedException {
            long start = nanos.getAsLong();
            boolean succeeded = subject.action().run();
            long end = nanos.getAsLong();
            if (counts) {
                took.add((end - start) / NANOS_A_MILLISECOND);
                lost += succeeded ? 0 : 1;
            }
        }

        Outcome outcome() {
            return new Outcome(subject.name(), Distribution.of(took), lost);
        }
    }
}
