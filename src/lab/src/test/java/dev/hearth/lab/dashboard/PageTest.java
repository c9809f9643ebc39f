package dev.hearth.lab.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.hearth.cost.Architecture;
import dev.hearth.cost.PriceTable;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.report.Chromium;
import dev.hearth.lab.watch.Journal;
import dev.hearth.warm.event.Target;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, told what would happen in a lab. With {@code -Dhearth.pictures=FOLDER} it leaves pictures of what it looked at. */
class PageTest {

    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("hearth.pictures")).map(Path::of);
    private static final double PATIENCE_MILLIS = 120_000;
    private static Chromium chromium;

    private final Vertx vertx = Vertx.vertx();
    private final Instant begun = Instant.now();
    private final Journal journal = new Journal(begun);
    private final Scene scene = new Scene(begun, journal);
    private final List<String> pressed = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private Dashboard dashboard;

    @BeforeAll
    static void startChromium() {
        chromium = Chromium.startOrSkip("the dashboard");
    }

    @AfterAll
    static void endChromium() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        Controls controls = new Controls() {
            @Override
            public List<Served> functions() {
                return List.of(new Served(
                        Scene.FUNCTION, Optional.empty(), 1, Optional.of(Target.of(20)), Duration.ofMinutes(5)));
            }

            @Override
            public boolean end(EnvironmentId environment) {
                pressed.add(environment.value());
                return true;
            }

            @Override
            public boolean retarget(String function, int target) {
                return false;
            }
        };
        dashboard = Dashboard.open(
                vertx,
                journal,
                PriceTable.current().rates("us-east-1", Architecture.X86).orElseThrow(),
                controls,
                0,
                1);
    }

    @AfterEach
    void close() {
        dashboard.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void an_empty_pool_says_what_to_do() {
        looking(1400, ColorScheme.LIGHT, page -> {
            page.locator("#connection[data-live=true]").waitFor();
            page.locator("text=No environment has been started").waitFor();
            picture(page, "empty");
        });
    }

    @Test
    void environments_are_seen_to_change_and_a_cycle_as_a_wave_on_every_screen() {
        IntStream.range(0, 30).forEach(n -> scene.warm(id(n)));
        looking(
                1400,
                ColorScheme.LIGHT,
                wide -> looking(400, ColorScheme.DARK, narrow -> {
                    for (Page page : List.of(wide, narrow)) {
                        page.locator(".cell[data-state=idle][data-id]").nth(29).waitFor();
                    }
                    Scene.Work user = scene.request(id(3), "/hello");
                    scene.starts("starting");
                    scene.starts("broken");
                    scene.failsToStart("broken", "Runtime exited with error: exit status 1");
                    for (Page page : List.of(wide, narrow)) {
                        page.locator(cell(id(3), "user")).waitFor();
                        page.locator(cell("starting", "starting")).waitFor();
                        page.locator(cell("broken", "failed")).waitFor();
                    }
                    List<SeenStates> seen =
                            Stream.of(wide, narrow).map(SeenStates::from).toList();
                    cycle(20);
                    seen.forEach(states -> states.await("leading", "held"));
                    for (Page page : List.of(wide, narrow)) {
                        page.locator("#wave-said:has-text('20 of 20 warm')").waitFor();
                    }
                    picture(wide, "cycle");
                    picture(narrow, "cycle-narrow-dark");
                    scene.answers(user, "{\"statusCode\":200}");
                    scene.fails(scene.request(id(4), "/pay"), "Sandbox.Timedout", "Task timed out after 3.00 seconds");
                    for (Page page : List.of(wide, narrow)) {
                        page.locator("#pool .cell[data-state=leading]").waitFor(gone());
                        page.locator(cell(id(3), "idle")).waitFor();
                        page.locator("#lines tr[data-weight=bad]:has-text('/pay failed')")
                                .waitFor();
                        assertEquals(
                                page.viewportSize().width,
                                page.evaluate("document.documentElement.scrollWidth"),
                                "the page's width");
                    }
                    picture(wide, "failure");
                    picture(narrow, "failure-narrow-dark");
                }));
    }

    @Test
    void everything_is_named_and_reached_by_the_keyboard() {
        IntStream.range(0, 5).forEach(n -> scene.warm(id(n)));
        looking(1400, ColorScheme.DARK, page -> {
            page.locator(".cell[data-state=idle][data-id]").nth(4).waitFor();
            assertEquals(
                    List.of(),
                    page.evaluate(
                            """
                            [...document.querySelectorAll('button, input, select')]
                              .filter((it) => !it.closest('[hidden]') && !it.ariaLabel && !it.labels?.length && !it.textContent.trim())
                              .map((it) => it.outerHTML)"""),
                    "what has no name");
            page.locator("#pool .cell").first().focus();
            page.keyboard().press("ArrowRight");
            page.keyboard().press("ArrowRight");
            assertEquals(id(2), page.evaluate("document.activeElement.dataset.id"));
            assertTrue(page.locator("#tip").innerText().contains("idle for"), "what hover says too");
            page.keyboard().press("Enter");
            page.locator("#followed-what:has-text('" + id(2).substring(0, 8) + "')")
                    .waitFor();
            picture(page, "followed-dark");
            page.locator("#end").focus();
            page.keyboard().press("Enter");
            page.locator("#said:has-text('ends as soon as')").waitFor();
            assertEquals(List.of(id(2)), pressed);
        });
    }

    @Test
    void a_request_is_followed_through_the_log() {
        scene.warm(id(0));
        scene.warm(id(1));
        Scene.Work one = scene.request(id(0), "/one");
        scene.writes(id(0), "written by one");
        scene.answers(one, "{\"statusCode\":200}");
        scene.answers(scene.request(id(1), "/two"), "{\"statusCode\":200}");
        looking(1000, ColorScheme.LIGHT, page -> {
            page.locator("#lines tr:has-text('/two answered')").waitFor();
            page.locator("#lines tr:has-text('/one answered') button[aria-label^='Follow request']")
                    .click();
            page.locator("#lines tr:has-text('/two answered')").waitFor(gone());
            assertEquals(2, page.locator("#lines tr").count());
            page.locator("#pool .cell[data-followed]").waitFor();
            page.locator("#unfollow").click();
            page.locator("#lines tr:has-text('/two answered')").waitFor();
            page.locator("#find").fill("written by");
            page.locator("#lines tr:has-text('/two answered')").waitFor(gone());
            assertEquals(1, page.locator("#lines tr").count());
        });
    }

    @Test
    void what_a_function_writes_is_text_and_no_markup() {
        scene.warm("<b>e</b>");
        scene.writes("<b>e</b>", "<img src=x onerror=alert(1)> \u001b[2J" + "x".repeat(1_000));
        looking(1000, ColorScheme.LIGHT, page -> {
            page.locator("#lines tr:has-text('<img src=x onerror=alert(1)> \\\\u001b[2J')")
                    .waitFor();
            assertEquals(0, page.locator("#lines img, #lines b").count());
            page.locator("#pool .cell").first().focus();
            page.locator("#tip:has-text('<b>e</b>')").waitFor();
        });
    }

    @Test
    void who_returns_sees_the_present() {
        scene.warm(id(0));
        looking(1000, ColorScheme.LIGHT, page -> {
            page.locator(cell(id(0), "idle")).waitFor();
            int port = dashboard.port();
            dashboard.close();
            page.locator("#connection[data-live=false]").waitFor();
            scene.request(id(0), "/hello");
            open(port);
            page.locator("#connection[data-live=true]").waitFor();
            page.locator(cell(id(0), "user")).waitFor();
            complaints.clear();
        });
    }

    private void open(int port) {
        dashboard = Dashboard.open(
                vertx,
                journal,
                PriceTable.current().rates("us-east-1", Architecture.X86).orElseThrow(),
                new Controls() {
                    @Override
                    public List<Served> functions() {
                        return List.of();
                    }

                    @Override
                    public boolean end(EnvironmentId environment) {
                        return false;
                    }

                    @Override
                    public boolean retarget(String function, int target) {
                        return false;
                    }
                },
                port,
                1);
    }

    /** Says how smooth it was, and holds only that it keeps up: how fast this machine draws is no property of the page. */
    @Test
    void a_thousand_environments_and_500_events_a_second_are_kept_up_with() {
        IntStream.range(0, 1_000).forEach(n -> scene.warm(id(n)));
        looking(1400, ColorScheme.LIGHT, page -> {
            page.locator(".cell[data-state=idle][data-id]").nth(999).waitFor();
            page.evaluate(
                    """
                    () => {
                      window.frames_ = []; window.longTasks = [];
                      new PerformanceObserver((list) => list.getEntries().forEach((it) => window.longTasks.push(it.duration)))
                        .observe({ entryTypes: ['longtask'] });
                      let last;
                      const frame = (at) => { if (last) window.frames_.push(at - last); last = at; requestAnimationFrame(frame); };
                      requestAnimationFrame(frame);
                    }""");
            CDPSession devtools = page.context().newCDPSession(page);
            devtools.send("Performance.enable", inThreadTime());
            double before = threadTime(devtools);
            // Four events a request: 125 requests a second for five seconds.
            long begin = System.nanoTime();
            for (int n = 0; n < 625; n++) {
                scene.answers(scene.request(id(n % 1_000), "/" + n), "{\"statusCode\":200}");
                LockSupport.parkNanos(begin + n * 8_000_000L - System.nanoTime());
            }
            picture(page, "thousand");
            page.locator("#lines tr:has-text('/624 answered')").waitFor();
            double took = (System.nanoTime() - begin) / 1e9;
            System.out.println(
                    String.format(
                                    Locale.ROOT,
                                    "dashboard, 1,000 environments, 500 events a second: %.2f s of CPU for the page in %.1f s; ",
                                    threadTime(devtools) - before,
                                    took)
                            + page.evaluate(
                                    """
                            () => {
                              const sorted = window.frames_.sort((a, b) => a - b);
                              const at = (share) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] * 10) / 10;
                              return `${sorted.length} frames, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms; `
                                + `${window.longTasks.length} long tasks, the longest ${Math.max(0, ...window.longTasks)} ms`;
                            }"""));
            page.locator("#pool .cell[data-state=idle]").nth(999).waitFor();
        });
    }

    private static JsonObject inThreadTime() {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("timeDomain", "threadTicks");
        return parameters;
    }

    /** Seconds of CPU that the page's thread has worked for, which a busy machine makes no more. */
    private static double threadTime(CDPSession devtools) {
        for (JsonElement metric : devtools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new AssertionError("Chromium tells no TaskDuration");
    }

    /** A cycle of so many, in a tree, of which every third was cold. */
    private void cycle(int target) {
        Scene.Work leader = scene.cycle(id(10), target);
        List<Scene.Work> holds = new ArrayList<>();
        for (int n = 1; n < target; n++) {
            holds.add(scene.hold(id(10 + n), "c1", n % 5 == 0 ? 2 : 1, n % 3 == 0));
        }
        scene.pass(Duration.ofMillis(40));
        holds.forEach(hold -> scene.answers(hold, "{\"id\":\"" + hold.id() + "\"}"));
        scene.answers(leader, Scene.report("c1", target, target, 6));
    }

    private void looking(int width, ColorScheme scheme, Consumer<Page> look) {
        try (BrowserContext context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))) {
            Page page = context.newPage();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            List<String> elsewhere = new CopyOnWriteArrayList<>();
            String own = "http://localhost:" + dashboard.port() + "/";
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.onRequest(request -> {
                if (!request.url().startsWith(own) && !request.url().startsWith("data:")) {
                    elsewhere.add(request.url());
                }
            });
            page.navigate(own);
            look.accept(page);
            assertEquals(List.of(), complaints, "what the browser complains of");
            assertEquals(List.of(), elsewhere, "what the page loads from elsewhere");
            assertFalse(page.locator("#connection").innerText().isEmpty());
        }
    }

    private static void picture(Page page, String name) {
        PICTURES.ifPresent(folder -> page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve("dashboard-" + name + ".png"))));
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
    }

    private static String cell(String id, String state) {
        return "#pool .cell[data-id='" + id + "'][data-state=" + state + "]";
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "%08x%08x", number * 2_654_435_761L & 0xffffffffL, number);
    }
}
