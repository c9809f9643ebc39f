package dev.hearth.lab.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.watch.CycleLine;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code warm}: one cycle against a running {@code up}. */
@Command(
        name = "warm",
        header = "Runs one warm cycle against a running 'up' and prints its report.",
        description = "Exits with 1 where fewer environments than asked for were reached.")
@Dependent
@Unremovable
final class WarmCommand implements Callable<Integer> {

    /** Lambda's longest time-out, and a minute. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "N",
            description =
                    "how many environments to warm; 2-100: as many within that range as users need (default: ${DEFAULT-VALUE})",
            defaultValue = "20",
            converter = Converters.TargetConverter.class)
    private WantedTarget target;

    @Option(
            names = "--function",
            description = "which function (default: ${DEFAULT-VALUE})",
            paramLabel = "NAME",
            defaultValue = "hearth")
    private String function;

    @Option(
            names = "--api-port",
            description = "where the running 'up' serves AWS's Invoke API (default: ${DEFAULT-VALUE})",
            paramLabel = "PORT",
            defaultValue = "9001")
    private int apiPort;

    private final ObjectMapper json = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        int most = AccountSettings.DEFAULT.concurrency();
        require(
                target.environments().isPresent() && target.most() <= most,
                "N is " + target + "; it must be 1 to " + most + ", an account's concurrency");
        require(apiPort >= 1 && apiPort <= 65_535, "--api-port is " + apiPort + "; it must be 1 to 65535");
        require(
                FunctionName.parse(function).isPresent(),
                "--function is '" + function + "'; it must be a function's name, name:alias, or an ARN of either");
        HttpResponse<byte[]> response = invoke();
        JsonNode answer = parse(response.body());
        if (response.statusCode() != 200) {
            throw new Refusal("the Invoke API answered " + response.statusCode() + ": "
                    + answer.path("Message").asText(answer.path("message").asText(answer.toString())));
        }
        if (response.headers().firstValue("X-Amz-Function-Error").isPresent()) {
            throw new Refusal(function + " could not run the cycle: "
                    + answer.path("errorMessage").asText(answer.toString()));
        }
        CycleLine report = CycleLine.of(answer)
                .orElseThrow(() -> new Refusal(function + " answered no report, so it carries no warmer: " + answer));
        System.out.println(report.line());
        return report.fellShort() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private HttpResponse<byte[]> invoke() throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + apiPort + "/2015-03-31/functions/" + function + "/invocations");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LONGEST)
                .POST(HttpRequest.BodyPublishers.ofString(
                        Warming.cycle(target.environments().orElseThrow())))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new Refusal(
                    "nothing answers on port " + apiPort
                            + ": start './hearth up' first, or name its port with --api-port",
                    e);
        } catch (IOException e) {
            throw new Refusal("port " + apiPort + " is not a running './hearth up': " + e.getMessage(), e);
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            return json.getNodeFactory().textNode(new String(body, StandardCharsets.UTF_8));
        }
    }
}
