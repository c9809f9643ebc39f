package dev.hearth.lab.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.cost.Architecture;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.simulation.Traffic;
import dev.hearth.lab.traffic.Synthetic;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The traffic is synthetic and seeded, so that these pass always or never. */
class AdvisorTest {

    private static final Deployed DEPLOYED =
            new Deployed(new MemorySize(512), Architecture.X86, "us-east-1", ZoneOffset.UTC);

    private static final Advisor.Progress QUIET = (what, done, all) -> {};

    static Advice advice(Synthetic.Kind kind, int days) {
        return advice(Synthetic.traffic(kind, days, Duration.ofSeconds(2), 7), new Question.ColdStarts(5));
    }

    private static Advice advice(Traffic traffic, Question question) {
        return Advisor.advise(Synthetic.recording(traffic), DEPLOYED, question, QUIET);
    }

    private static Result result(Advice advice, String name) {
        return advice.result(name).orElseThrow();
    }

    @Test
    void what_it_advises_keeps_to_what_was_asked_on_days_that_it_did_not_know() {
        Advice advice = advice(Synthetic.Kind.GROWING, 8);
        Result advised = advice.advised().orElseThrow();
        assertTrue(advice.met(), AdviceText.sentence(advice));
        assertTrue(advised.surelyAtMost() <= 5, AdviceText.sentence(advice));
        assertTrue(advised.coldPerThousand() < result(advice, "none").coldPerThousand());
        assertTrue(
                advised.usd() <= result(advice, "fixed, maximum").usd(),
                AdviceText.table(advice).text());
    }

    @Test
    void the_same_data_give_the_same_advice() {
        Traffic traffic = Synthetic.traffic(Synthetic.Kind.RARE, 4, Duration.ofSeconds(2), 7);
        assertEquals(
                AdviceJson.of(advice(traffic, new Question.ColdStarts(5))),
                AdviceJson.of(advice(traffic, new Question.ColdStarts(5))));
    }

    @Test
    void a_schedule_that_knows_the_future_is_not_beaten_by_one_that_keeps_as_few_cold_for_less() {
        Advice advice = advice(Synthetic.Kind.GROWING, 8);
        Result oracle = result(advice, Advisor.ORACLE);
        assertTrue(oracle.kept().isEmpty(), "it cannot be had");
        for (Result result : advice.results()) {
            assertFalse(
                    result.coldPerThousand() < 0.9 * oracle.coldPerThousand() && result.usd() < 0.9 * oracle.usd(),
                    result.name() + " in " + AdviceText.table(advice).text());
        }
    }

    @Test
    void a_spike_that_no_other_day_had_is_named_with_its_time() {
        Traffic quiet = Synthetic.traffic(Synthetic.Kind.RARE, 5, Duration.ofSeconds(1), 7);
        Traffic.Builder traffic = new Traffic.Builder();
        for (int i = 0; i < quiet.size(); i++) {
            traffic.add(quiet.arrival(i), quiet.work(i));
        }
        long spike = Traffic.micros(java.time.Instant.parse("2026-10-08T03:17:00Z"));
        for (int n = 0; n < 30; n++) {
            traffic.add(spike + n, 2_000_000);
        }
        Advice advice = advice(traffic.build(), new Question.ColdStarts(5));
        String words = AdviceText.spikes(advice).getFirst();
        assertTrue(words.startsWith("No schedule meets Thursday, 8 October, 3:17: 3"), words);
        assertTrue(advice.warnings().getFirst().startsWith("Too little data to rely on"), "one peak is no twenty");
    }

    @Test
    void one_day_is_too_little() {
        Refusal refusal = assertThrows(
                Refusal.class,
                () -> advice(
                        Synthetic.traffic(Synthetic.Kind.RARE, 1, Duration.ofSeconds(1), 7),
                        new Question.ColdStarts(1)));
        assertTrue(refusal.getMessage().startsWith("too little data: requests of 1 day"), refusal.getMessage());
    }

    @Test
    void an_interrupted_one_says_what_it_has() {
        Traffic traffic = Synthetic.traffic(Synthetic.Kind.RARE, 4, Duration.ofSeconds(2), 7);
        Advice advice = Advisor.advise(
                Synthetic.recording(traffic), DEPLOYED, new Question.ColdStarts(5), (what, done, all) -> {
                    if (what.equals("fixed, p99")) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
        assertFalse(advice.complete());
        assertEquals(4, advice.results().size(), "none, one ping, the maximum, and the one that it was at");
        assertTrue(AdviceText.sentence(advice).startsWith("Keep "), AdviceText.sentence(advice));
    }

    @Test
    void hours_are_the_user_s_and_neighbours_with_one_target_are_one_entry() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        // Two at once in office hours of Berlin on weekdays, one at a time else.
        Traffic.Builder traffic = new Traffic.Builder();
        var begin = java.time.ZonedDateTime.of(2026, 10, 19, 0, 0, 0, 0, berlin);
        for (int minute = 0; minute < 14 * 24 * 60; minute++) {
            var at = begin.plusMinutes(minute);
            boolean office =
                    at.getHour() >= 8 && at.getHour() < 18 && at.getDayOfWeek().getValue() <= 5;
            for (int n = 0; n < (office ? 2 : 1); n++) {
                traffic.add(Traffic.micros(at.toInstant()) + n, 5_000_000);
            }
        }
        Past past = new Past(Span.of(traffic.build(), berlin), 14, traffic.build());
        WeekPlan plan = past.plan(Past.Classing.WEEKENDS_APART, new Past.Level(1, 1), Round.FINE, -1);
        assertEquals(
                """
                strategy = {
                  schedules = {
                    "mon-fri-1" = { expression = "cron(0/5 0-7,18-23 ? * MON-FRI *)", target = 1, timezone = "Europe/Berlin" }
                    "mon-fri-2" = { expression = "cron(0/5 8-17 ? * MON-FRI *)", target = 2, timezone = "Europe/Berlin" }
                    "sat-sun-1" = { expression = "cron(0/5 * ? * SAT-SUN *)", target = 1, timezone = "Europe/Berlin" }
                  }
                }
                """,
                new Kept.ByHours(plan).terraform("Europe/Berlin"));
        assertEquals(
                "on weekdays 1 from 0 to 8, 2 from 8 to 18, 1 from 18 to 24; at weekends 1 at all hours",
                new Kept.ByHours(plan).words());
    }
}
