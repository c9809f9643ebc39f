package dev.hearth.warm.deployment;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Refuses a priming path that no resource of the application serves: each new environment would ask for it in vain. Looks at
 * resources of Quarkus REST alone; an application that serves in other ways too is believed.
 */
class PrimingPath {
    private static final String SETTING = "hearth.priming.path";
    private static final DotName PATH = DotName.createSimple("jakarta.ws.rs.Path");
    private static final DotName GET = DotName.createSimple("jakarta.ws.rs.GET");
    private static final DotName APPLICATION_PATH = DotName.createSimple("jakarta.ws.rs.ApplicationPath");

    /** A variable of a path, with the expression that it has to match where it has one. */
    private static final Pattern VARIABLE = Pattern.compile("\\{\\s*[\\w.-]+\\s*(?::\\s*((?:[^{}]|\\{[^{}]*})+))?}");

    @BuildStep
    void check(
            CombinedIndexBuildItem index, Capabilities capabilities, BuildProducer<ValidationErrorBuildItem> errors) {
        if (!capabilities.isPresent(Capability.RESTEASY_REACTIVE)
                || capabilities.isPresent(Capability.SERVLET)
                || capabilities.isPresent(Capability.REACTIVE_ROUTES)
                || !index.getIndex().getAnnotations(APPLICATION_PATH).isEmpty()) {
            return;
        }
        String root = setting("quarkus.http.root-path", "/");
        String rest = setting("quarkus.rest.path", "/");
        String asked = setting(SETTING, "");
        if (asked.isEmpty() || isStatic(asked)) {
            return;
        }
        Set<String> served = served(index.getIndex(), joined(root, rest));
        if (!serves(served, asked)) {
            errors.produce(new ValidationErrorBuildItem(new ConfigurationException(refusal(asked, served))));
        }
    }

    private static boolean isStatic(String path) {
        return Thread.currentThread().getContextClassLoader().getResource("META-INF/resources" + path) != null;
    }

    static String refusal(String asked, Collection<String> served) {
        return SETTING + " is " + asked + ", which no resource of this application serves with GET; there are: "
                + String.join(", ", served);
    }

    private static String setting(String name, String otherwise) {
        return ConfigProvider.getConfig().getOptionalValue(name, String.class).orElse(otherwise);
    }

    /** What the application's resources serve with GET. */
    static Set<String> served(IndexView index, String root) {
        Set<String> served = new TreeSet<>();
        for (AnnotationInstance get : index.getAnnotations(GET)) {
            if (get.target().kind() == AnnotationTarget.Kind.METHOD) {
                MethodInfo method = get.target().asMethod();
                AnnotationInstance type = method.declaringClass().declaredAnnotation(PATH);
                if (type != null) {
                    AnnotationInstance own = method.annotation(PATH);
                    String path = joined(root, type.value().asString());
                    served.add(own == null ? path : joined(path, own.value().asString()));
                }
            }
        }
        return served;
    }

    static boolean serves(Collection<String> served, String asked) {
        String path = joined(asked.split("[?#]", 2)[0], "");
        return served.stream().anyMatch(template -> path.matches(expression(template)));
    }

    private static String expression(String template) {
        StringBuilder expression = new StringBuilder();
        var variables = VARIABLE.matcher(template);
        int end = 0;
        while (variables.find()) {
            expression.append(Pattern.quote(template.substring(end, variables.start())));
            expression
                    .append('(')
                    .append(
                            variables.group(1) == null
                                    ? "[^/]+"
                                    : variables.group(1).trim())
                    .append(')');
            end = variables.end();
        }
        return expression.append(Pattern.quote(template.substring(end))).toString();
    }

    private static String joined(String parent, String child) {
        String joined = ("/" + parent + "/" + child).replaceAll("/{2,}", "/");
        return joined.length() > 1 && joined.endsWith("/") ? joined.substring(0, joined.length() - 1) : joined;
    }
}
