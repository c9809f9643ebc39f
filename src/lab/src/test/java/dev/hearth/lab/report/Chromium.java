package dev.hearth.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real browser, the one that this machine has. */
public final class Chromium implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    public static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it, or skips the test where this machine has none, which a CI machine must not.
     *
     * @param what nobody looks at then
     */
    public static Chromium startOrSkip(String what) {
        Optional<Path> executable = executable();
        if (executable.isEmpty()) {
            String skipped = "SKIPPED: no chromium on the PATH (apt-get install chromium), so nobody looked at " + what;
            System.err.println(skipped);
            assertFalse("true".equals(System.getenv("CI")), skipped);
            assumeTrue(false, skipped);
        }
        return start(executable.get());
    }

    public static Chromium start(Path executable) {
        return new Chromium(executable);
    }

    /**
     * Opens a file that needs no other, and holds it to that: on a screen so wide nothing is cut off, nothing else is loaded and
     * the browser complains of nothing, whatever is done to the page meanwhile.
     */
    public void look(Path file, int width, ColorScheme scheme, Consumer<Page> doing) {
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
            doing.accept(page);
            assertEquals(List.of(), complaints, "what the browser complains of");
            assertEquals(List.of(file.toUri().toString()), requests, "what the page loads");
            assertEquals(
                    (Object) width,
                    page.evaluate("document.documentElement.scrollWidth"),
                    "the page's width on a screen of " + width);
        }
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
