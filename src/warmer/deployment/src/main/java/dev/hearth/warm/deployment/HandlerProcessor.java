package dev.hearth.warm.deployment;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.hearth.warm.HandlerHook;
import dev.hearth.warm.HearthRecorder;
import dev.hearth.warm.Protocol;
import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import io.quarkus.amazon.lambda.deployment.AmazonLambdaBuildItem;
import io.quarkus.amazon.lambda.deployment.ProvidedAmazonLambdaHandlerBuildItem;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder;
import io.quarkus.arc.deployment.BeanContainerBuildItem;
import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveFieldBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveMethodBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Has the warmer stand before the application's handler, of whatever kind it is. */
class HandlerProcessor {
    private static final DotName HANDLER = DotName.createSimple(RequestHandler.class);
    private static final DotName STREAM_HANDLER = DotName.createSimple(RequestStreamHandler.class);
    private static final DotName SKILL = DotName.createSimple("com.amazon.ask.SkillStreamHandler");

    static final String NOTHING_TO_STAND_BEFORE = "Hearth: this application handles no event of Lambda's. Add"
            + " quarkus-amazon-lambda-http (an HTTP API, a function URL), quarkus-amazon-lambda-rest (a REST API, a load"
            + " balancer), or a RequestHandler or RequestStreamHandler of its own; Funqy is not served";

    /** That it may name a handler has it run before Quarkus's own step, which says of such an application less. */
    @BuildStep
    void refuseAnApplicationWithoutOne(
            CombinedIndexBuildItem index,
            Optional<ProvidedAmazonLambdaHandlerBuildItem> provided,
            BuildProducer<AmazonLambdaBuildItem> none) {
        IndexView classes = index.getIndex();
        boolean own = Stream.of(
                        classes.getAllKnownImplementations(HANDLER),
                        classes.getAllKnownImplementations(STREAM_HANDLER),
                        classes.getAllKnownSubclasses(SKILL))
                .flatMap(Collection::stream)
                .anyMatch(handler -> !handler.isAbstract());
        if (provided.isEmpty() && !own) {
            throw new ConfigurationException(NOTHING_TO_STAND_BEFORE);
        }
    }

    /**
     * Runs after Quarkus has set the handler: the step that does so is the one that has methods registered for reflection, and no
     * other order between the two can be declared.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void standBefore(
            HearthRecorder recorder,
            BeanContainerBuildItem beans,
            CurateOutcomeBuildItem application,
            List<ServiceStartBuildItem> services,
            List<ReflectiveMethodBuildItem> handlerIsSet) {
        recorder.standBefore(beans.getValue(), protocol(application.getApplicationModel()));
    }

    @BuildStep
    void reflection(BuildProducer<ReflectiveFieldBuildItem> fields) {
        for (String field : HandlerHook.FIELDS) {
            fields.produce(new ReflectiveFieldBuildItem(
                    "replaced by the warmer's", AmazonLambdaRecorder.class.getName(), field));
        }
    }

    /** What is written and read as JSON; the warmer's jar has no index, so annotations there would not be seen. */
    @BuildStep
    void json(BuildProducer<ReflectiveClassBuildItem> classes) {
        for (Class<?> written : List.of(CycleReport.class, HoldAnswer.class, Busy.class)) {
            Stream.concat(Stream.of(written), Stream.of(written.getDeclaredClasses()))
                    .forEach(type -> classes.produce(ReflectiveClassBuildItem.builder(type)
                            .methods()
                            .fields()
                            .reason("the warmer's JSON")
                            .build()));
        }
    }

    private static Protocol protocol(ApplicationModel application) {
        if (has(application, "quarkus-amazon-lambda-http")) {
            return Protocol.HTTP;
        }
        return has(application, "quarkus-amazon-lambda-rest") ? Protocol.REST : Protocol.OWN;
    }

    private static boolean has(ApplicationModel application, String extension) {
        return application.getDependencies().stream()
                .anyMatch(dependency -> dependency.isRuntimeCp()
                        && dependency.getGroupId().equals("io.quarkus")
                        && dependency.getArtifactId().equals(extension));
    }
}
