package dev.hearth.lab.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.hearth.lab.report.Chromium;
import dev.hearth.lab.traffic.Synthetic;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvicePageTest {

    @TempDir
    Path folder;

    @Test
    void draws_without_network_or_complaint_on_any_screen() throws Exception {
        Path file = Files.writeString(
                folder.resolve("advice.html"), AdvicePage.of(AdvisorTest.advice(Synthetic.Kind.GROWING, 8)));
        try (Chromium chromium = Chromium.startOrSkip("the report of an advice")) {
            chromium.look(file, 1280, ColorScheme.LIGHT, AdvicePageTest::assertAdvises);
            chromium.look(file, 390, ColorScheme.DARK, AdvicePageTest::assertAdvises);
        }
    }

    private static void assertAdvises(Page page) {
        page.locator("canvas >> nth=1").waitFor();
        assertEquals(7 * 24, page.locator(".week td").count(), "hours of the week");
        assertTrue(page.locator("pre").innerText().startsWith("strategy = {"), "the block for Terraform");
    }
}
