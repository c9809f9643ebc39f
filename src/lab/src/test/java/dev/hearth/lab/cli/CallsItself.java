package dev.hearth.lab.cli;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** A function of somebody else's, whose client of Lambda is as the SDK makes it. */
public final class CallsItself {

    /** Invokes itself once. */
    public String handle(Map<String, Object> event) {
        if (event.containsKey("inner")) {
            return "called";
        }
        try (LambdaClient lambda = LambdaClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            return "It "
                    + lambda.invoke(request -> request.functionName(System.getenv("AWS_LAMBDA_FUNCTION_NAME"))
                                    .payload(SdkBytes.fromUtf8String("{\"inner\": true}")))
                            .payload()
                            .asUtf8String();
        }
    }
}
