package dev.hearth.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** What holds for tests. */
@AnalyzeClasses(packages = "dev.hearth.lab", importOptions = OnlyIncludeTests.class)
class TestsArchitectureTest {

    /** The programs of such processes. */
    private static final Set<String> SCRIPTED = Set.of("ScriptedRuntime", "ScriptedExtension");

    /** Where processes freeze, idle and end in real time, and the programs of those processes. */
    private static final DescribedPredicate<JavaClass> IN_REAL_TIME = DescribedPredicate.describe(
            "are of real processes",
            tested -> tested.tryGetAnnotationOfType(Tag.class)
                            .filter(tag -> tag.value().equals("real-time"))
                            .isPresent()
                    || SCRIPTED.contains(tested.getSimpleName())
                    || tested.getEnclosingClass()
                            .filter(outer -> SCRIPTED.contains(outer.getSimpleName()))
                            .isPresent());

    @ArchTest
    static final ArchRule no_test_sleeps_but_those_of_real_processes = noClasses()
            .that(DescribedPredicate.not(IN_REAL_TIME))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class);
}
