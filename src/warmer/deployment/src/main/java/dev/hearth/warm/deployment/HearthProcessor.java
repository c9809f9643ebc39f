package dev.hearth.warm.deployment;

import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.NativeImageFeatureBuildItem;

/** Brings the warmer into an application. */
class HearthProcessor {
    private static final String FEATURE = "hearth";
    private static final String NATIVE_IMAGE = "dev.hearth.nativeimage.";
    private static final String WARM = "dev.hearth.warm.";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .setUnremovable()
                .addBeanClasses(
                        WARM + "Environment",
                        WARM + "HandlerHook",
                        WARM + "LambdaInvoker",
                        WARM + "Metrics",
                        WARM + "Priming",
                        WARM + "Seams",
                        WARM + "WarmRouter",
                        WARM + "WarmStreamRouter",
                        WARM + "Warmer")
                .build();
    }

    /** The AWS SDK's client speaks TLS. */
    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    @BuildStep
    void nativeFeatures(BuildProducer<NativeImageFeatureBuildItem> features) {
        features.produce(new NativeImageFeatureBuildItem(NATIVE_IMAGE + "NoHostName"));
        features.produce(new NativeImageFeatureBuildItem(NATIVE_IMAGE + "StartFirst"));
    }
}
