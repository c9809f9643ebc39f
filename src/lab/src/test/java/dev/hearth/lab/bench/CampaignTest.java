package dev.hearth.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.MemorySize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignTest {

    private static final Cell FIT = new Cell("native", new MemorySize(128));
    private static final Cell UNFIT = new Cell("jvm", new MemorySize(128));

    private final List<String> measured = new ArrayList<>();
    private final List<Integer> progress = new ArrayList<>();

    @Test
    void measures_cold_files_and_then_warm_ones_and_throws_one_start_away_before_each() {
        Campaign.Taken outcome = campaign(List.of(FIT), 2, this::fit).run();
        assertEquals(List.of("WARM", "COLD", "COLD", "WARM", "WARM", "WARM"), measured);
        assertEquals(
                List.of(PageCache.COLD, PageCache.COLD, PageCache.WARM, PageCache.WARM),
                outcome.samples().stream().map(Sample::pageCache).toList());
        assertTrue(outcome.complete());
    }

    @Test
    void tells_how_far_it_is() {
        campaign(List.of(FIT, UNFIT), 1, this::fit).run();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), progress);
    }

    @Test
    void gives_a_variant_up_that_never_starts_and_keeps_why() {
        Campaign.Taken outcome =
                campaign(List.of(FIT, UNFIT), 50, this::onlyNativeFits).run();
        assertEquals(100, outcome.samples().size());
        assertEquals(3, outcome.failures().size());
    }

    @Test
    void an_interrupt_keeps_what_was_measured() {
        Campaign.Taken outcome = campaign(List.of(FIT), 50, (variant, pageCache) -> {
                    if (measured.size() == 4) {
                        throw new InterruptedException();
                    }
                    return fit(variant, pageCache);
                })
                .run();
        assertFalse(outcome.complete());
        assertEquals(3, outcome.samples().size());
    }

    @Test
    void on_aws_every_start_counts_because_it_costs() {
        List<Sample> samples = new Campaign(List.of(FIT), Campaign.aws(3), 1, this::fit, (variant, done, all) -> {})
                .run()
                .samples();
        assertEquals(List.of("UNKNOWN", "UNKNOWN", "UNKNOWN"), measured);
        assertEquals(3, samples.size());
    }

    private Campaign campaign(List<Cell> variants, int starts, ColdStarts coldStarts) {
        return new Campaign(
                variants, Campaign.local(starts), 1, coldStarts, (variant, done, all) -> progress.add(done));
    }

    private ColdStarts.Start fit(Cell variant, PageCache pageCache) {
        measured.add(pageCache.name());
        return new ColdStarts.Start.Measured(
                Runs.sample(variant.packageName(), variant.memory().megabytes(), pageCache, 10, 1));
    }

    private ColdStarts.Start onlyNativeFits(Cell variant, PageCache pageCache) {
        return variant.equals(FIT)
                ? fit(variant, pageCache)
                : new ColdStarts.Start.Failed(new FailedStart(variant, pageCache, "Runtime.OutOfMemory", "killed"));
    }
}
