package dev.hearth.nativeimage;

import org.junit.jupiter.api.Test;

class StartFirstTest {
    /** What it needs of the builder's inside is not on this class path, as it would be missing in a builder that differs. */
    @Test
    void a_builder_that_differs_inside_keeps_its_own_order_and_does_not_fail() {
        StartFirst feature = new StartFirst();
        feature.afterAnalysis(null);
        feature.beforeCompilation(null);
    }
}
