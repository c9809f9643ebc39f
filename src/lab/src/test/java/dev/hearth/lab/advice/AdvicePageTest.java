package dev.hearth.lab.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hearth.lab.report.Chromium;
import dev.hearth.lab.traffic.Synthetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvicePageTest {

    @TempDir
    Path folder;

    @Test
    void draws_without_network_or_complaint_on_any_screen() throws Exception {
        Optional<Path> executable = Chromium.executable();
        if (executable.isEmpty()) {
            String skipped =
                    "SKIPPED: no chromium on the PATH (apt-get install chromium), so nobody looked at the report of an advice";
            System.err.println(skipped);
            assertFalse("true".equals(System.getenv("CI")), skipped);
            assumeTrue(false, skipped);
        }
        Path file = Files.writeString(
                folder.resolve("advice.html"), AdvicePage.of(AdvisorTest.advice(Synthetic.Kind.GROWING, 8)));
        try (Chromium chromium = Chromium.start(executable.get())) {
            look(chromium.browser(), file, 1280, ColorScheme.LIGHT);
            look(chromium.browser(), file, 390, ColorScheme.DARK);
        }
    }

    private static void look(Browser browser, Path file, int width, ColorScheme scheme) {
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
            page.locator("canvas >> nth=1").waitFor();
            assertEquals(List.of(), complaints, "what the browser complains of");
            assertEquals(List.of(file.toUri().toString()), requests, "what the page loads");
            assertEquals(7 * 24, page.locator(".week td").count(), "hours of the week");
            assertTrue(page.locator("pre").innerText().startsWith("strategy = {"), "the block for Terraform");
            assertEquals(
                    (Object) width,
                    page.evaluate("document.documentElement.scrollWidth"),
                    "the page's width on a screen of " + width);
        }
    }
}
