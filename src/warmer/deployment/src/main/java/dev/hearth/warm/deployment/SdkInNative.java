package dev.hearth.warm.deployment;

import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;

/** What a client of an application's own needs in a native executable; the warmer's has no such class. */
class SdkInNative {
    /**
     * Its static initialiser makes a backoff strategy with a {@link java.util.Random}: run while the executable is built, every
     * environment would draw the same numbers, and native-image refuses that.
     */
    static final String HOLDS_A_RANDOM = "software.amazon.awssdk.services.dynamodb.DynamoDbRetryPolicy";

    @BuildStep
    void initializeAtStart(BuildProducer<RuntimeInitializedClassBuildItem> classes) {
        if (QuarkusClassLoader.isClassPresentAtRuntime(HOLDS_A_RANDOM)) {
            classes.produce(new RuntimeInitializedClassBuildItem(HOLDS_A_RANDOM));
        }
    }
}
