package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hearth.lab.bench.PageCache;
import dev.hearth.lab.bench.Run;
import dev.hearth.lab.bench.Runs;
import dev.hearth.lab.peers.Comparisons;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            look(chromium.browser(), file, 1280, ColorScheme.LIGHT);
            look(chromium.browser(), file, 390, ColorScheme.DARK);
            look(chromium.browser(), compared, 1280, ColorScheme.LIGHT, "", 2);
        }
    }

    private static void look(Browser browser, Path file, int width, ColorScheme scheme) {
        look(browser, file, width, scheme, "input[value=INIT]", 4);
    }

    private static void look(Browser browser, Path file, int width, ColorScheme scheme, String toCheck, long charts) {
        List<String> complaints = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setOffline(true))) {
            Page page = context.newPage();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.onRequest(request -> requests.add(request.url()));
            page.navigate(file.toUri().toString());
            page.locator("#figures").waitFor();
            if (!toCheck.isEmpty()) {
                page.check(toCheck, new Page.CheckOptions().setForce(true));
            }
            assertEquals(List.of(), complaints, "what the browser complains of");
            assertEquals(List.of(file.toUri().toString()), requests, "what the page loads");
            assertEquals(charts, inkedCanvases(page), "charts that show something, at a width of " + width);
            assertEquals(
                    (Object) width,
                    page.evaluate("document.documentElement.scrollWidth"),
                    "the page's width on a screen of " + width);
        }
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
