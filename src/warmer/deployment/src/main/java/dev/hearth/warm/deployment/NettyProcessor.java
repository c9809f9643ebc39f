package dev.hearth.warm.deployment;

import dev.hearth.warm.deployment.VirtualChannelMend.Fit;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.BytecodeTransformerBuildItem;
import org.jboss.logging.Logger;

/** Mends what loses a user's request between Lambda's poll loop and the HTTP server. */
final class NettyProcessor {

    private static final Logger LOG = Logger.getLogger(NettyProcessor.class);

    /** Not in development: class loaders that reload classes may keep the changed one apart from its package's others. */
    @BuildStep(onlyIfNot = IsDevelopment.class)
    void mendTheVirtualChannel(BuildProducer<BytecodeTransformerBuildItem> transformers) {
        switch (VirtualChannelMend.fit(Thread.currentThread().getContextClassLoader())) {
            case Fit.Fits() ->
                transformers.produce(new BytecodeTransformerBuildItem.Builder()
                        .setClassToTransform(VirtualChannelMend.CONNECTION)
                        .setVisitorFunction((name, next) -> VirtualChannelMend.mended(next))
                        .setCacheable(true)
                        .build());
            case Fit.Absent() -> {}
            case Fit.Changed changed -> LOG.warn(changed.message());
        }
    }
}
