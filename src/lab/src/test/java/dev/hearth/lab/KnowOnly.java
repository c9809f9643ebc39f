package dev.hearth.lab;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Of the lab's packages, these and no others. */
final class KnowOnly extends ArchCondition<JavaClass> {

    private static final String LAB = "dev.hearth.lab.";

    private final List<String> allowed;

    KnowOnly(String... allowed) {
        super("know only " + String.join(", ", allowed) + " of the lab");
        this.allowed = List.of(allowed);
    }

    @Override
    public void check(JavaClass subject, ConditionEvents events) {
        for (Dependency dependency : subject.getDirectDependenciesFromSelf()) {
            String target = dependency.getTargetClass().getPackageName();
            if (target.startsWith(LAB)
                    && allowed.stream().noneMatch(name -> (target + ".").startsWith(LAB + name + "."))) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }
}
