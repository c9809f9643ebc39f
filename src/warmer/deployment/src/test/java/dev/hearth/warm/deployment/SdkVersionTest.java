package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.maven.dependency.Dependency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SdkVersionTest {
    private static final String SDK = "software.amazon.awssdk";

    @Test
    void what_the_warmer_was_built_for_is_no_reason_to_warn() {
        assertEquals(
                Optional.empty(),
                SdkVersion.warning(List.of(
                        Dependency.of(SDK, "lambda", SdkVersion.BUILT_FOR),
                        Dependency.of("software.amazon.eventstream", "eventstream", "1.0.1"),
                        Dependency.of("org.acme", "lambda", "1"))));
    }

    @Test
    void modules_of_other_versions_are_named_with_both_versions_and_what_to_do() {
        String warning = SdkVersion.warning(List.of(
                        Dependency.of(SDK, "lambda", SdkVersion.BUILT_FOR),
                        Dependency.of(SDK, "sdk-core", "2.20.1"),
                        Dependency.of(SDK, "s3", "2.20.1"),
                        Dependency.of(SDK, "regions", "2.31.0")))
                .orElseThrow();
        assertTrue(
                warning.startsWith("Hearth was built for the AWS SDK " + SdkVersion.BUILT_FOR
                        + ", and this application has 2.20.1 (s3, sdk-core) and 2.31.0 (regions): "),
                warning);
        assertTrue(warning.contains(SDK + ":bom:" + SdkVersion.BUILT_FOR), warning);
    }

    @Test
    void of_many_modules_some_are_named_and_the_others_counted() {
        String warning = SdkVersion.warning(Stream.of("s3", "sts", "auth", "regions", "utils")
                        .map(module -> Dependency.of(SDK, module, "2.20.1"))
                        .toList())
                .orElseThrow();
        assertTrue(warning.contains("has 2.20.1 (auth, regions, s3, 2 others): "), warning);
    }
}
