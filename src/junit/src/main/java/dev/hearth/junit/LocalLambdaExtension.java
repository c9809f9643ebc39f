package dev.hearth.junit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts and ends what {@link LocalLambda} asks for, and hands it out. Nested classes share their outer class's. */
final class LocalLambdaExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(LocalLambdaExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        LocalLambda asked = context.getRequiredTestClass().getAnnotation(LocalLambda.class);
        if (asked == null) {
            return;
        }
        Lab lab = new Lab(options(asked));
        context.getStore(NAMESPACE).put(Lab.class, lab);
        RunningLambda running = new RunningLambda(lab);
        context.getStore(NAMESPACE).put(RunningLambda.class, running);
        if (asked.warm() > 0) {
            Cycle cycle = running.warm(asked.warm());
            if (cycle.reached() < asked.warm()) {
                throw new IOException("a cycle warmed " + cycle.reached() + " environments of " + asked.warm() + ": "
                        + String.join("\n", lab.log()));
            }
        }
    }

    private static List<String> options(LocalLambda asked) {
        List<String> options = new ArrayList<>(List.of(
                "--package=" + asked.value(),
                "--memory=" + asked.memory(),
                "--timeout=" + asked.timeoutSeconds() + "s",
                "--http=" + asked.http().name().toLowerCase(Locale.ROOT)));
        if (!asked.handler().isEmpty()) {
            options.add("--handler=" + asked.handler());
        }
        for (String variable : asked.environment()) {
            options.add("--env=" + variable);
        }
        return options;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Lab lab = context.getStore(NAMESPACE).remove(Lab.class, Lab.class);
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningLambda.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(RunningLambda.class);
    }
}
