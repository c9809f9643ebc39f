package dev.hearth.lab.advice;

import dev.hearth.lab.advice.Past.Classing;
import dev.hearth.lab.advice.Past.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A way to make a strategy of what is known. The same way is fitted to one past and to another. */
sealed interface Candidate {

    /** Beyond the highest that was seen. */
    double MOST = 1.2;

    int DAYS_A_WEEK = 7;

    /** With fewer a day of the week is known by one or two others alone. */
    int ENOUGH_WEEKS = 3;

    List<Level> LEVELS = List.of(
            new Level(0.5, 1),
            new Level(0.8, 1),
            new Level(0.9, 1),
            new Level(0.95, 1),
            new Level(0.98, 1),
            new Level(0.99, 1),
            new Level(1, 1),
            new Level(1, 1.25),
            new Level(1, 1.6));

    /** Fitted to all of it. */
    Kept fit(Past past);

    /** Fitted to all but one day, to see how it would have done on that day. */
    default Kept without(Past past, int day) {
        return fit(past);
    }

    record Environments(int number) implements Candidate {

        @Override
        public Kept fit(Past past) {
            return new Kept.Fixed(number);
        }
    }

    record Share(Level level) implements Candidate {

        @Override
        public Kept fit(Past past) {
            return new Kept.Fixed(Math.max(1, past.enough(level)));
        }
    }

    record Hours(Classing classing, Level level, Round round) implements Candidate {

        @Override
        public Kept fit(Past past) {
            return new Kept.ByHours(past.plan(classing, level, round, -1));
        }

        @Override
        public Kept without(Past past, int day) {
            return new Kept.ByHours(past.plan(classing, level, round, day));
        }
    }

    /** Every number that could be right. */
    static List<Candidate> numbers(Past past) {
        return Round.FINE.upTo((int) Math.ceil(past.highest() * MOST)).stream()
                .<Candidate>map(Environments::new)
                .toList();
    }

    /** Every share of the minutes, of every way to take days together that the past has enough days for. */
    static List<Candidate> hours(Past past) {
        List<Classing> classings = new ArrayList<>(List.of(Classing.EVERY_DAY));
        if (past.days() >= DAYS_A_WEEK) {
            classings.add(Classing.WEEKENDS_APART);
        }
        if (past.days() >= ENOUGH_WEEKS * DAYS_A_WEEK) {
            classings.add(Classing.EACH_DAY);
        }
        return classings.stream()
                .flatMap(classing -> LEVELS.stream().flatMap(level -> Stream.of(Round.values())
                        .<Candidate>map(round -> new Hours(classing, level, round))))
                .toList();
    }
}
