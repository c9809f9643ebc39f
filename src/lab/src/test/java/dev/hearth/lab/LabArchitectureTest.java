package dev.hearth.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.hearth.lab.http.HttpApiEvent;
import java.time.Clock;

/** Which package may know which. */
@AnalyzeClasses(packages = "dev.hearth.lab", importOptions = DoNotIncludeTests.class)
class LabArchitectureTest {

    @ArchTest
    static final ArchRule packages_know_each_other_in_one_direction =
            slices().matching("dev.hearth.lab.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_ground_floor_knows_no_room = noClasses()
            .that()
            .resideInAPackage("dev.hearth.lab")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hearth.lab.*..");

    @ArchTest
    static final ArchRule linux_is_called_in_one_room = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hearth.lab.linux..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule the_rules_know_nobody = mayKnow("lambda");

    @ArchTest
    static final ArchRule what_is_linuxs_knows_the_rules_alone = mayKnow("linux", "lambda");

    @ArchTest
    static final ArchRule extensions_rules_know_the_rules_alone = mayKnow("extensions", "lambda");

    @ArchTest
    static final ArchRule extensions_rules_do_nothing_themselves = noClasses()
            .that()
            .resideInAPackage("dev.hearth.lab.extensions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Process.class, Clock.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule packages_are_opened_and_not_started = mayKnow("packages", "lambda", "linux");

    @ArchTest
    static final ArchRule environments_know_nobody_who_invokes =
            mayKnow("environment", "lambda", "extensions", "linux", "packages");

    @ArchTest
    static final ArchRule the_host_knows_the_rules_alone = mayKnow("host", "lambda");

    @ArchTest
    static final ArchRule the_doors_know_the_rules_alone = mayKnow("http", "lambda");

    @ArchTest
    static final ArchRule the_schedules_know_the_rules_alone = mayKnow("schedule", "lambda");

    @ArchTest
    static final ArchRule plans_know_the_rules_and_the_schedules = mayKnow("plan", "lambda", "schedule");

    @ArchTest
    static final ArchRule the_benchmarks_know_no_door_and_no_command =
            mayKnow("bench", "lambda", "linux", "packages", "environment", "host", "stats");

    @ArchTest
    static final ArchRule statistics_know_nobody = mayKnow("stats");

    @ArchTest
    static final ArchRule reports_know_runs_and_statistics = mayKnow("report", "lambda", "bench", "peers", "stats");

    @ArchTest
    static final ArchRule who_watches_knows_the_rules_alone = mayKnow("watch", "lambda");

    @ArchTest
    static final ArchRule the_dashboard_knows_events_and_doors_and_no_process =
            mayKnow("dashboard", "lambda", "watch", "http");

    @ArchTest
    static final ArchRule the_cloud_knows_no_command_and_no_watcher =
            mayKnow("cloud", "lambda", "linux", "packages", "environment", "host", "http", "schedule", "plan");

    @ArchTest
    static final ArchRule a_comparison_knows_no_command_and_no_report =
            mayKnow("peers", "lambda", "linux", "packages", "environment", "host", "http", "cloud", "bench", "stats");

    @ArchTest
    static final ArchRule a_soak_knows_the_rules_and_what_the_doors_word = mayKnow("soak", "lambda", "http");

    @ArchTest
    static final ArchRule a_soak_knows_no_door = noClasses()
            .that()
            .resideInAPackage("dev.hearth.lab.soak..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.hearth.lab.http..").and(not(type(HttpApiEvent.class))));

    /** It knows the lab by its command and its doors, and what reads a user's files. */
    @ArchTest
    static final ArchRule an_attack_knows_no_rule_and_no_door =
            mayKnow("attack", "lambda", "linux", "packages", "plan", "schedule", "soak");

    @ArchTest
    static final ArchRule a_simulation_knows_the_rules_alone = mayKnow("simulation", "lambda");

    @ArchTest
    static final ArchRule traffic_knows_what_it_is_read_for_and_not_what_is_made_of_it =
            mayKnow("traffic", "lambda", "simulation");

    @ArchTest
    static final ArchRule who_reads_cloudwatch_knows_not_what_for = mayKnow("cloudwatch", "lambda");

    @ArchTest
    static final ArchRule advice_runs_nothing_but_simulations =
            mayKnow("advice", "lambda", "simulation", "traffic", "stats", "report");

    @ArchTest
    static final ArchRule a_simulation_has_no_clock_no_thread_and_no_file = noClasses()
            .that()
            .resideInAPackage("dev.hearth.lab.simulation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.net..", "java.nio..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, Process.class, Clock.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule a_record_knows_nobody = mayKnow("record");

    @ArchTest
    static final ArchRule the_rules_do_nothing_themselves = noClasses()
            .that()
            .resideInAPackage("dev.hearth.lab.lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.logging..",
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "jakarta..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, ProcessHandle.class, Process.class, Clock.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** {@code formatted} takes the user's language, and so another decimal point than the figure beside it. */
    @ArchTest
    static final ArchRule figures_read_the_same_in_every_language = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Test")
            .and()
            .haveSimpleNameNotEndingWith("IT")
            .should()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class);

    @ArchTest
    static final ArchRule nobody_names_things_after_their_pattern = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    private static ArchRule mayKnow(String name, String... known) {
        String[] allowed = new String[known.length + 1];
        System.arraycopy(known, 0, allowed, 0, known.length);
        allowed[known.length] = name;
        return classes()
                .that()
                .resideInAPackage("dev.hearth.lab." + name + "..")
                .should(new KnowOnly(allowed))
                .allowEmptyShould(true);
    }
}
