package dev.hearth.nativeimage;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.hearth.warm.Priming;
import io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Application;

/** The one moment when the function can serve and has not yet asked Lambda for a request: no event of Quarkus's marks it. */
@TargetClass(AbstractLambdaPollLoop.class)
final class PrimedPollLoop {
    private PrimedPollLoop() {}

    @Substitute
    void checkQuarkusBootstrapped() {
        Application application = Application.currentApplication();
        if (application == null) {
            throw new IllegalStateException("Quarkus initialization error");
        }
        application.start(new String[0]);
        Arc.container().instance(Priming.class).get().run();
    }
}
