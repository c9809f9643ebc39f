package dev.hearth;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.hearth", importOptions = ArchitectureTest.NoTests.class)
class ArchitectureTest {
    /** ArchUnit's own option knows only {@code target/test-classes}. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    @ArchTest
    static final ArchRule costs_are_pure = classes()
            .that()
            .resideInAPackage("dev.hearth.cost..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.hearth.cost..", "java..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule the_warmer_does_not_know_the_api = noClasses()
            .that()
            .resideInAPackage("dev.hearth.warm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.hearth.api..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule the_protocol_knows_nothing_else = classes()
            .that()
            .resideInAPackage("dev.hearth.warm.event..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hearth.warm.event..", "java..", "com.fasterxml.jackson..", "io.quarkus.runtime.annotations..");

    @ArchTest
    static final ArchRule a_cycle_is_decided_by_pure_code = classes()
            .that()
            .resideInAPackage("dev.hearth.warm.cycle..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.hearth.warm.cycle..",
                            "dev.hearth.warm.event..",
                            "dev.hearth.cost..",
                            "java.lang..",
                            "java.math..",
                            "java.time..",
                            "java.util..")
                    .and(not(resideInAnyPackage("java.util.concurrent..")))
                    .and(not(assignableTo(Thread.class)))
                    .and(not(assignableTo(InstantSource.class))));

    @ArchTest
    static final ArchRule packages_know_each_other_one_way_only =
            slices().matching("dev.hearth.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_the_invoker_and_its_http_touch_the_sdk = noClasses()
            .that()
            .resideInAPackage("dev.hearth..")
            .and()
            .haveNameNotMatching(
                    "dev\\.hearth\\.warm\\.(LambdaInvoker|PoisedHttpClient|PoisedSockets|CertificateAuthorities)(\\$.*)?")
            .and()
            .resideOutsideOfPackage("dev.hearth.nativeimage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule time_comes_through_its_seams = noClasses()
            .that()
            .resideInAPackage("dev.hearth..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule nothing_knows_the_lab =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.hearth.lab..");

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/hearth"))) {
            List<Path> silent = folders.filter(Files::isDirectory)
                    .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
                    .toList();
            assertEquals(List.of(), silent);
        }
    }
}
