package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hearth.lab.dashboard.SeenStates;
import dev.hearth.lab.report.Chromium;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of a lab with the real function, in a real browser. With {@code -Dhearth.pictures=FOLDER} it leaves README's picture there. */
class DashboardIT {

    /** A cold start of the JVM's package takes its time on a busy machine. */
    private static final double PATIENCE_MILLIS = 120_000;

    @Test
    void a_cycle_is_run_by_a_button_and_its_cells_are_seen_to_change() throws Exception {
        int port = RunningLab.freePort();
        int target = RunningLab.isNative() ? 20 : 4;
        try (Chromium chromium = Chromium.startOrSkip("the dashboard of a real lab");
                RunningLab lab = RunningLab.warm("--target", "2", "--dashboard-port", String.valueOf(port))) {
            assertTrue(lab.text().contains("http://localhost:" + port), lab.text());
            List<String> complaints = new ArrayList<>();
            try (BrowserContext context = chromium.browser()
                    .newContext(new Browser.NewContextOptions()
                            .setViewportSize(1_400, 800)
                            .setColorScheme(ColorScheme.LIGHT))) {
                Page page = context.newPage();
                page.setDefaultTimeout(PATIENCE_MILLIS);
                page.onConsoleMessage(message -> complaints.add(message.text()));
                page.onPageError(complaints::add);
                page.navigate("http://localhost:" + port);
                page.locator("#pool .cell[data-state=idle]").nth(1).waitFor();

                SeenStates seen = SeenStates.from(page);
                page.fill("#warm", String.valueOf(target));
                page.click("button:text('Warm now')");
                seen.await("leading", "held");
                page.locator("#said:has-text('" + target + " of " + target + " warm')")
                        .waitFor();
                page.locator("#wave-said:has-text('" + target + " of " + target + " warm')")
                        .waitFor();
                page.locator("#pool .cell[data-state=idle]").nth(target - 1).waitFor();

                page.click("text=Send 20 at once");
                page.locator("#said:has-text('answered 20 × 200')").waitFor();
                page.click("text=Send one");
                page.locator("#said:has-text('GET /hello answered 200')").waitFor();
                page.locator("#lines tr:has-text('/hello answered 200')")
                        .first()
                        .waitFor();

                picture(page, target);
                page.fill("#target", "3");
                page.click("text=Change target");
                page.locator("#said:has-text('target 3; 3 of 3 warm')").waitFor();
                page.locator("#f-warm-more:has-text('3 kept by schedule')").waitFor();

                page.locator("#pool .cell[data-state=idle]").first().click();
                page.click("#end");
                page.locator("#pool .cell[data-state=ended]").waitFor();
                page.locator("#lines tr:has-text('ended by hand')").waitFor();
            }
            assertEquals(List.of(), complaints, "what the browser complains of");
        }
    }

    @Test
    void a_port_that_is_taken_is_named_with_its_option() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningLab lab = RunningLab.up(
                        "--package",
                        RunningLab.functionPackage().toString(),
                        "--dashboard-port",
                        String.valueOf(taken.getLocalPort()))) {
            assertEquals(2, lab.awaitExit());
            assertTrue(lab.text().contains("port " + taken.getLocalPort() + " is taken"), lab.text());
            assertTrue(lab.text().contains("choose another port with --dashboard-port"), lab.text());
        }
    }

    /** Of a cycle that finds everybody warm, in the middle of its wave. */
    private static void picture(Page page, int target) {
        String folder = System.getProperty("hearth.pictures");
        if (folder != null) {
            page.fill("#warm", String.valueOf(target));
            page.click("button:text('Warm now')");
            page.locator("#wave-said:has-text(' 0 of them cold')").waitFor();
            page.locator("#pool .cell[data-state=held]").nth(target / 2).waitFor();
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder).resolve("dashboard.png")));
        }
    }
}
