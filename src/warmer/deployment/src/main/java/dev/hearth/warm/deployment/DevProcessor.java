package dev.hearth.warm.deployment;

import dev.hearth.warm.DevCycles;
import dev.hearth.warm.DevPageRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import io.quarkus.vertx.http.deployment.spi.RouteBuildItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What the warmer is in Quarkus's development mode, and nowhere else: a schedule, and a page with its cycles. */
@BuildSteps(onlyIf = IsDevelopment.class)
class DevProcessor {
    private static final String PAGE = "hearth";

    /** Quarkus adds the scheduler in development alone. */
    @BuildStep
    AdditionalBeanBuildItem schedule() {
        return AdditionalBeanBuildItem.builder()
                .setUnremovable()
                .addBeanClasses(DevCycles.class.getName(), "dev.hearth.warm.DevSchedule")
                .build();
    }

    /** A plain handler has no server that could serve it. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void page(Capabilities application, DevPageRecorder recorder, BuildProducer<RouteBuildItem> routes)
            throws IOException {
        if (application.isPresent(Capability.VERTX_HTTP)) {
            routes.produce(RouteBuildItem.newFrameworkRoute(PAGE)
                    .withRequestHandler(recorder.page(html()))
                    .displayOnNotFoundPage("Hearth: the last cycles")
                    .build());
            routes.produce(RouteBuildItem.newFrameworkRoute(PAGE + "/cycles")
                    .withRequestHandler(recorder.cycles())
                    .build());
            routes.produce(RouteBuildItem.newFrameworkRoute(PAGE + "/warm")
                    .withRequestHandler(recorder.warm())
                    .asBlockingRoute()
                    .build());
        }
    }

    /** The Dev UI stands beside the page, whatever the root path is. */
    @BuildStep
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.externalPageBuilder("Cycles, and warm now")
                .icon("font-awesome-solid:fire")
                .url("../" + PAGE)
                .doNotEmbed(true));
        return card;
    }

    private static String html() throws IOException {
        try (InputStream html = DevProcessor.class.getResourceAsStream("/hearth-dev-page.html")) {
            return new String(html.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
