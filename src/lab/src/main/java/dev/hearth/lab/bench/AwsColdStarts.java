package dev.hearth.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Cold starts of a deployed function, by what AWS's REPORT lines say. */
final class AwsColdStarts implements ColdStarts {

    /** Somebody else's invocation may take the new environment first. */
    private static final int ATTEMPTS = 5;

    private final LambdaClient client;
    private final DeployedFunction function;
    private final String name;
    private final String event;

    AwsColdStarts(LambdaClient client, DeployedFunction function, String name, String event) {
        this.client = client;
        this.function = function;
        this.name = name;
        this.event = event;
    }

    @Override
    public Start measure(Cell variant, PageCache pageCache) throws InterruptedException {
        try {
            return start(variant, pageCache);
        } catch (AbortedException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }

    private Start start(Cell variant, PageCache pageCache) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            function.refresh(variant.memory());
            InvokeResponse first = invoke();
            if (first.functionError() != null) {
                return failed(
                        variant,
                        pageCache,
                        first.functionError(),
                        first.payload().asUtf8String());
            }
            Optional<ReportLine> cold = report(first);
            if (cold.isEmpty()) {
                return failed(variant, pageCache, "NoReport", "the log of the invocation has no REPORT line");
            }
            Optional<ReportLine> warm = report(invoke());
            if (cold.get().init().isPresent()
                    && warm.isPresent()
                    && warm.get().init().isEmpty()) {
                return new Start.Measured(new Sample(
                        variant,
                        pageCache,
                        cold.get().init().get(),
                        cold.get().duration(),
                        warm.get().duration(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        (long) Math.max(
                                        cold.get().maximumMemoryMegabytes(),
                                        warm.get().maximumMemoryMegabytes())
                                << 20));
            }
        }
        return failed(
                variant,
                pageCache,
                "NotAlone",
                "other invocations of $LATEST took the environments: measure when nothing else calls it");
    }

    private InvokeResponse invoke() {
        return client.invoke(
                request -> request.functionName(name).logType(LogType.TAIL).payload(SdkBytes.fromUtf8String(event)));
    }

    private static Optional<ReportLine> report(InvokeResponse response) {
        return Optional.ofNullable(response.logResult())
                .map(log -> new String(Base64.getDecoder().decode(log), StandardCharsets.UTF_8))
                .flatMap(ReportLine::in);
    }

    private static Start failed(Cell variant, PageCache pageCache, String errorType, String message) {
        return new Start.Failed(new FailedStart(variant, pageCache, errorType, message));
    }
}
