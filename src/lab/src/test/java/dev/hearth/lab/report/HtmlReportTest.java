package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Runs;
import dev.hearth.lab.peers.Comparisons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    @TempDir
    Path folder;

    @Test
    void says_what_to_take_from_it_and_what_it_does_not_measure() {
        String page = HtmlReport.of(Summary.of(run()));
        assertTrue(page.contains("<h1>Choose native over jvm: at 1,769 MB"), "the takeaway");
        assertTrue(page.contains("The start of the microVM"), "what is not measured");
        assertTrue(page.contains("seed 5"), "the seed");
    }

    @Test
    void text_from_a_run_cannot_become_markup() {
        Run run = Runs.run(
                1, List.of("</script><b>x"), List.of(Runs.sample("</script><b>x", 512, PageCache.WARM, 10, 1)));
        String page = HtmlReport.of(Summary.of(run));
        assertFalse(page.contains("<b>x"), "markup of a package's name");
    }

    @Test
    void a_run_without_a_start_still_makes_a_page() {
        assertTrue(HtmlReport.of(Summary.of(Runs.run(1, List.of("native"), List.of())))
                .contains("No start succeeded"));
    }

    @Test
    void draws_its_charts_without_network_or_complaint_on_any_screen() throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), HtmlReport.of(Summary.of(run())));
        Path compared = Files.writeString(folder.resolve("compared.html"), ComparisonPage.of(Comparisons.of(1)));
        try (Chromium chromium = Chromium.startOrSkip("the benchmark's report")) {
            chromium.look(file, 1280, ColorScheme.LIGHT, HtmlReportTest::assertDrawnAnew);
            chromium.look(file, 390, ColorScheme.DARK, HtmlReportTest::assertDrawnAnew);
            chromium.look(compared, 1280, ColorScheme.LIGHT, page -> assertCharts(2, page));
        }
    }

    private static void assertDrawnAnew(Page page) {
        page.check("input[value=INIT]", new Page.CheckOptions().setForce(true));
        assertCharts(4, page);
    }

    private static void assertCharts(long charts, Page page) {
        page.locator("#figures").waitFor();
        assertEquals(charts, inkedCanvases(page), "charts that show something");
    }

    /** How many canvases hold lines in at least three colours beside the background. */
    private static long inkedCanvases(Page page) {
        return ((Number)
                        page.evaluate(
                                """
                        [...document.querySelectorAll('canvas')].filter(canvas => {
                          const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                          const colours = new Map();
                          for (let i = 0; i < pixels.length; i += 4) {
                            if (pixels[i + 3] === 255) {
                              const colour = `${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`;
                              colours.set(colour, (colours.get(colour) ?? 0) + 1);
                            }
                          }
                          return [...colours.values()].filter(count => count > 50).length >= 3;
                        }).length"""))
                .longValue();
    }

    private static Run run() {
        return Runs.of(
                5,
                50,
                Map.of(
                        "floor", new double[] {4, 0.2},
                        "native", new double[] {12, 0.9},
                        "jvm", new double[] {1250, 170}),
                512,
                1769);
    }
}
