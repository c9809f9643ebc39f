package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions of others that carry the warmer by one dependency: they are kept warm, and what they answer is what they answered
 * without it.
 */
class AdoptedIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TARGET = 10;

    /** The function with rows as the native executable that packages/adopted/build makes. */
    private static final Path NATIVE = Path.of("../../target/adopted/function.zip");

    private static Path zip(String name) {
        return Path.of("../warmer/integration-tests", name, "target/function.zip");
    }

    private static RunningLab adopted(String name, String... options) throws Exception {
        return up(zip(name), options);
    }

    private static RunningLab up(Path zip, String... options) throws Exception {
        assumeTrue(Files.exists(zip), "not built: " + zip);
        List<String> arguments = new ArrayList<>(
                List.of("--package", zip.toString(), "--target", "1", "--memory", "1024", "--timeout", "1m"));
        arguments.addAll(List.of(options));
        RunningLab lab = RunningLab.up(arguments.toArray(String[]::new));
        lab.await(line -> line.contains("  cycle  "));
        return lab;
    }

    private static void assertKeptWarm(RunningLab lab) throws Exception {
        JsonNode report = lab.cycle(TARGET);
        assertEquals(TARGET, report.path("reached").asInt(), () -> report + "\n" + lab.text());
    }

    private static JsonNode invoke(RunningLab lab, String event) throws Exception {
        return JSON.readTree(lab.invoke(event.getBytes(StandardCharsets.UTF_8)).body());
    }

    static List<Path> ofRows() {
        return List.of(zip("orm"), NATIVE);
    }

    @ParameterizedTest
    @MethodSource("ofRows")
    void an_http_api_with_rows_keeps_its_json_its_clock_its_settings_and_its_profile(Path zip) throws Exception {
        try (RunningLab lab = up(zip, "--env", "FARM_OWNER=Ann", "--env", "QUARKUS_PROFILE=market")) {
            assertKeptWarm(lab);
            HttpResponse<String> settings = lab.get("/fruits/settings");
            assertEquals(
                    JSON.readTree("{\"clock\":\"2026-01-01T00:00:00Z\",\"farm\":\"the one of Ann\","
                            + "\"season\":\"autumn\",\"secret\":\"from the store\"}"),
                    JSON.readTree(settings.body()),
                    settings.body());

            String put = "{\"version\":\"2.0\",\"rawPath\":\"/fruits/apple\",\"rawQueryString\":\"\","
                    + "\"headers\":{\"content-type\":\"application/json\"},"
                    + "\"requestContext\":{\"http\":{\"method\":\"PUT\",\"path\":\"/fruits/apple\"}},"
                    + "\"body\":\"{\\\"weightInGrams\\\":182}\",\"isBase64Encoded\":false}";
            JsonNode kept = invoke(lab, put);
            assertAll(
                    kept.toString(),
                    () -> assertEquals(200, kept.path("statusCode").asInt()),
                    () -> assertEquals(
                            JSON.readTree("{\"name\":\"apple\",\"weightInGrams\":182}"),
                            JSON.readTree(kept.path("body").asText())),
                    () -> assertEquals("body", kept.fieldNames().next(), "its ObjectMapper sorts properties"));
            assertEquals(404, lab.get("/fruits/pear").statusCode());
            assertEquals(500, lab.get("/fruits/failing").statusCode());
        }
    }

    @Test
    void a_rest_api_keeps_its_payload_format_and_json_b() throws Exception {
        try (RunningLab lab = adopted("rest")) {
            assertKeptWarm(lab);
            JsonNode answer = invoke(lab, rest("GET", "/weights", "null"));
            assertAll(
                    answer.toString(),
                    () -> assertEquals(200, answer.path("statusCode").asInt()),
                    () -> assertEquals(
                            JSON.readTree("{\"ofWhat\":\"an apple\",\"grams\":182}"),
                            JSON.readTree(answer.path("body").asText())));
            JsonNode twice =
                    invoke(lab, rest("POST", "/weights", "\"{\\\"ofWhat\\\":\\\"pears\\\",\\\"grams\\\":5}\""));
            assertEquals(
                    10, JSON.readTree(twice.path("body").asText()).path("grams").asInt(), twice.toString());
            assertEquals(
                    409,
                    invoke(lab, rest("GET", "/weights/failing", "null"))
                            .path("statusCode")
                            .asInt());
            assertEquals(
                    404,
                    invoke(lab, rest("GET", "/no such", "null"))
                            .path("statusCode")
                            .asInt());
            JsonNode refused = invoke(lab, "{\"Records\":[]}");
            assertTrue(refused.path("errorMessage").asText().contains("neither a REST API"), refused.toString());
        }
    }

    @Test
    void a_rest_api_is_reached_over_http() throws Exception {
        try (RunningLab lab = adopted("rest", "--http", "rest")) {
            HttpResponse<String> weight = lab.get("/weights");
            assertEquals(200, weight.statusCode(), lab.text());
            assertEquals(JSON.readTree("{\"ofWhat\":\"an apple\",\"grams\":182}"), JSON.readTree(weight.body()));
            assertEquals(409, lab.get("/weights/failing").statusCode());
            assertEquals(404, lab.get("/no%20such").statusCode());
        }
    }

    /** What a caller of a REST API or behind a load balancer controls is looked at by the application alone. */
    @Test
    void nobody_warms_through_a_rest_api() throws Exception {
        try (RunningLab lab = adopted("rest")) {
            String forged = "{\\\"hearth\\\":{\\\"cycle\\\":{\\\"target\\\":9}}}";
            String event = "{\"resource\":\"/{proxy+}\",\"path\":\"/weights\",\"httpMethod\":\"GET\","
                    + "\"headers\":{\"hearth\":\"" + forged + "\",\"Accept\":\"*/*\"},"
                    + "\"multiValueHeaders\":{\"hearth\":[\"" + forged + "\"],\"Accept\":[\"*/*\"]},"
                    + "\"queryStringParameters\":{\"hearth\":\"cycle\"},"
                    + "\"multiValueQueryStringParameters\":{\"hearth\":[\"cycle\"]},"
                    + "\"pathParameters\":{\"hearth\":\"cycle\"},"
                    + "\"requestContext\":{\"elb\":{\"targetGroupArn\":\"arn\"},\"httpMethod\":\"GET\"},"
                    + "\"body\":\"" + forged + "\",\"isBase64Encoded\":false}";
            JsonNode answer = invoke(lab, event);
            assertEquals(200, answer.path("statusCode").asInt(), answer.toString());
            assertTrue(!answer.toString().contains("reached"), answer.toString());
        }
    }

    @Test
    void a_plain_handler_keeps_its_types_and_its_errors() throws Exception {
        try (RunningLab lab = adopted("plain")) {
            assertKeptWarm(lab);
            assertEquals(
                    JSON.readTree("{\"product\":\"lamp\",\"pieces\":3,\"table\":\"dynamodb\"}"),
                    invoke(lab, "{\"product\":\"lamp\",\"pieces\":3}"));
            JsonNode refused = invoke(lab, "{\"product\":\"lamp\",\"pieces\":0}");
            assertAll(
                    refused.toString(),
                    () -> assertEquals(
                            "java.lang.IllegalArgumentException",
                            refused.path("errorType").asText()),
                    () -> assertEquals(
                            "pieces must be 1 or more, but is 0",
                            refused.path("errorMessage").asText()));
        }
    }

    @Test
    void a_plain_handler_is_kept_warm_by_the_schedules_of_another_warmer() throws Exception {
        try (RunningLab lab =
                adopted("plain", "--env", "HEARTH_WARM_COMPATIBLE=lambda-warmer,serverless-plugin-warmup")) {
            JsonNode report = invoke(lab, "{\"warmer\":true,\"concurrency\":" + TARGET + "}");
            assertEquals(TARGET, report.path("reached").asInt(), () -> report + "\n" + lab.text());
            JsonNode held = invoke(lab, "{\"source\":\"serverless-plugin-warmup\"}");
            assertTrue(held.path("billedMs").asInt() >= 50, held.toString());
            JsonNode refused = invoke(lab, "{\"warmer\":true,\"target\":\"another\"}");
            assertTrue(refused.path("errorMessage").asText().contains("target is not taken"), refused.toString());
            assertEquals(
                    JSON.readTree("{\"product\":\"lamp\",\"pieces\":3,\"table\":\"dynamodb\"}"),
                    invoke(lab, "{\"product\":\"lamp\",\"pieces\":3}"));
        }
    }

    private static Version ofTheWarmer() throws IOException {
        Matcher sdk = Pattern.compile("<aws-sdk.version>(.+)</aws-sdk.version>")
                .matcher(Files.readString(Path.of("../../pom.xml")));
        assertTrue(sdk.find(), "the warmer's SDK has a version in the parent");
        return Version.parse(sdk.group(1));
    }

    /** Hosts with a client of their own have it of another version, and whichever HTTP client comes with that. */
    @ParameterizedTest
    @CsvSource({"rest, -1", "plain, 1"})
    void the_functions_that_are_kept_warm_bring_an_older_and_a_newer_sdk_than_the_warmers(String name, int difference)
            throws Exception {
        assumeTrue(Files.exists(zip(name)), "not built: " + zip(name));
        Pattern sdk = Pattern.compile("lib/software\\.amazon\\.awssdk\\.sdk-core-(.+)\\.jar");
        try (ZipFile function = new ZipFile(zip(name).toFile())) {
            Version version = function.stream()
                    .map(entry -> sdk.matcher(entry.getName()))
                    .filter(Matcher::matches)
                    .map(jar -> Version.parse(jar.group(1)))
                    .findAny()
                    .orElseThrow();
            assertEquals(difference, Integer.signum(version.compareTo(ofTheWarmer())), () -> name + " has " + version);
        }
    }

    @Test
    void a_native_function_is_kept_warm_by_the_schedules_of_another_warmer() throws Exception {
        try (RunningLab lab = up(NATIVE, "--env", "HEARTH_WARM_COMPATIBLE=lambda-warmer")) {
            JsonNode report = invoke(lab, "{\"warmer\":true,\"concurrency\":" + TARGET + "}");
            assertEquals(TARGET, report.path("reached").asInt(), () -> report + "\n" + lab.text());
            assertEquals(200, lab.get("/fruits").statusCode());
        }
        try (RunningLab lab = up(NATIVE)) {
            JsonNode refused = invoke(lab, "{\"warmer\":true,\"concurrency\":" + TARGET + "}");
            assertTrue(refused.has("errorMessage"), refused.toString());
        }
    }

    @Test
    void nobody_warms_through_a_rest_api_by_the_events_of_another_warmer() throws Exception {
        try (RunningLab lab =
                adopted("rest", "--env", "HEARTH_WARM_COMPATIBLE=lambda-warmer,serverless-plugin-warmup,middy,zappa")) {
            JsonNode answer = invoke(lab, rest("GET", "/weights", "\"{\\\"warmer\\\":true,\\\"concurrency\\\":9}\""));
            assertEquals(200, answer.path("statusCode").asInt(), answer.toString());
            assertTrue(!answer.toString().contains("reached"), answer.toString());
        }
    }

    @Test
    void a_named_handler_of_streams_gets_each_byte_that_was_sent() throws Exception {
        try (RunningLab lab = adopted("plain", "--env", "QUARKUS_LAMBDA_HANDLER=echo")) {
            assertKeptWarm(lab);
            String event = "{\"other\" : {\"hearth\":{\"cycle\":{\"target\":3}}}, \"text\": \"ä\" }";
            assertEquals(
                    event, lab.invoke(event.getBytes(StandardCharsets.UTF_8)).body());
        }
    }

    private static String rest(String method, String path, String body) {
        return ("{\"resource\":\"/{proxy+}\",\"path\":\"%2$s\",\"httpMethod\":\"%1$s\","
                        + "\"headers\":{\"Content-Type\":\"application/json\",\"Accept\":\"application/json\"},"
                        + "\"multiValueHeaders\":{\"Content-Type\":[\"application/json\"],\"Accept\":[\"application/json\"]},"
                        + "\"queryStringParameters\":null,\"multiValueQueryStringParameters\":null,"
                        + "\"requestContext\":{\"httpMethod\":\"%1$s\",\"path\":\"%2$s\",\"stage\":\"prod\"},"
                        + "\"body\":%3$s,\"isBase64Encoded\":false}")
                .formatted(method, path, body);
    }
}
