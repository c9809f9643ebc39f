package dev.hearth.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompatibleTest {
    private static final Set<Compatible> ALL = EnumSet.allOf(Compatible.class);
    private static final String PING = "{\"source\":\"serverless-plugin-warmup\"}";
    /** What Zappa's template has become when EventBridge sends it; the longest names that there are. */
    private static final String KEEP_WARM = "{\"time\": \"2026-11-23T17:59:30Z\", \"detail-type\": \"Scheduled Event\","
            + " \"source\": \"aws.events\",\"account\": \"123456789012\", \"region\": \"ap-southeast-1\",\"detail\": {},"
            + " \"version\": \"0\",\"resources\": [\"arn:aws:events:ap-southeast-1:123456789012:rule/"
            + "a-site-of-mine-dev-zappa-keep-warm-handler.keep_warm_callback\"],"
            + "\"id\": \"cdc73f9d-aea9-11e3-9d5a-835b769c0d9c\",\"kwargs\": {}}";

    private static final List<String> EVENTS =
            List.of("{\"warmer\":true,\"concurrency\":3}", "[{\"warmer\":true}]", PING, KEEP_WARM);

    private final FakeClock clock = new FakeClock();
    private final FakeLambda lambda = new FakeLambda(clock);
    private final List<Object> users = new ArrayList<>();

    private Object answer(String event, Set<Compatible> compatible) throws IOException {
        Deployment deployment = FakeLambda.deployment("us-east-1");
        Environment environment = new Environment(deployment, clock);
        Metrics metrics = new Metrics(deployment, line -> {});
        Warmer warmer = new Warmer(FakeLambda.config(Map.of()), environment, deployment, lambda, metrics, clock, clock);
        UsersHandler handler = new UsersHandler() {
            @Override
            public Object handle(Object taken, Context context) {
                users.add(taken);
                return "user";
            }

            @Override
            public void handle(InputStream taken, OutputStream answer, Context context) {
                throw new IllegalStateException();
            }
        };
        WarmRouter router = new WarmRouter(handler, Protocol.OWN, environment, metrics, warmer);
        WarmInput warm = read(event, compatible).warm().orElseThrow();
        return router.answer(warm, null, environment.arrive());
    }

    private static WarmInput.Read read(String event, Set<Compatible> compatible) throws IOException {
        return WarmInput.read(new ByteArrayInputStream(event.getBytes(UTF_8)), compatible);
    }

    private CycleReport.Asked asked(String event) throws IOException {
        return assertInstanceOf(CycleReport.class, answer(event, ALL)).asked();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"warmer":true,"concurrency":3}           | 3
                    {"warmer":true}                           | 1
                    { "concurrency" : 12 , "warmer" : true }  | 12
                    {"warmer":true,"concurrency":"7"}         | 7
                    {"warmer":true,"concurrency":7,"test":true} | 1
                    {"warmer":true,"concurrency":5,"other":1} | 5
                    {"warmer":true,"concurrency":1000000000}  | 100
                    """)
    void an_event_of_lambda_warmers_is_a_cycle_of_its_concurrency(String event, int target) throws IOException {
        assertEquals(target, asked(event).target());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [{"warmer":true},{"warmer":true,"target":"b"}] | A list of lambda-warmer's events is not taken
                    {"warmer":true,"target":"b"}                   | lambda-warmer's target is not taken
                    {"warmer":true,"concurrency":0}                | concurrency must be a whole number of 1 or more, but is 0
                    {"warmer":true,"concurrency":1.5}              | concurrency must be a whole number of 1 or more, but is 1.5
                    {"warmer":true,"concurrency":[2]}              | concurrency must be a whole number of 1 or more, but is [2]
                    {"warmer":true,"concurrency":99999999999999999999} | concurrency must be a whole number
                    """)
    void what_hearth_does_otherwise_is_refused_in_words(String event, String said) {
        BadEvent refused = assertThrows(BadEvent.class, () -> answer(event, ALL));
        assertTrue(refused.getMessage().startsWith(said), refused.getMessage());
        assertEquals(List.of(), lambda.holds());
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVERLESS_PLUGIN_WARMUP", "MIDDY"})
    void each_ping_of_the_plugin_is_held_as_it_sends_one_to_each_environment(Compatible whose) throws IOException {
        HoldAnswer held = assertInstanceOf(HoldAnswer.class, answer(PING, Set.of(whose)));
        Duration window = Compatible.HOLD;
        assertEquals(window, Duration.between(FakeClock.START, clock.instant()));
        assertEquals(List.of(), held.children());
        assertEquals(List.of(), lambda.holds());
    }

    @Test
    void zappas_event_keeps_one_warm_and_is_known_by_its_id_and_time() throws IOException {
        CycleReport report = assertInstanceOf(CycleReport.Led.class, answer(KEEP_WARM, ALL));
        assertEquals("cdc73f9d-aea9-11e3-9d5a-835b769c0d9c", report.asked().cycleId());
        assertEquals(1, report.happened().reached());
        String stale = KEEP_WARM.replace("17:59:30", "17:00:00");
        assertInstanceOf(CycleReport.Dropped.class, answer(stale, ALL));
        String never = KEEP_WARM.replace("2026-11-23T17:59:30Z", "soon");
        assertThrows(BadEvent.class, () -> answer(never, ALL));
    }

    @Test
    void a_compatible_function_still_takes_its_own_events() throws IOException {
        assertEquals(2, asked("{\"hearth\":{\"cycle\":{\"target\":2}}}").target());
    }

    @Test
    void nothing_of_others_is_known_where_it_is_not_named() throws IOException {
        for (String event : EVENTS) {
            WarmInput.Read read = read(event, Set.of());
            assertEquals(Optional.empty(), read.warm(), event);
            assertEquals(event, new String(read.whole().readAllBytes(), UTF_8));
        }
        assertEquals(
                Optional.empty(),
                read(PING, EnumSet.of(Compatible.LAMBDA_WARMER, Compatible.ZAPPA))
                        .warm());
        assertEquals(
                Optional.empty(), read(KEEP_WARM, EnumSet.of(Compatible.MIDDY)).warm());
    }

    /** They begin alike, but are what a function of the user's own may be sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"warmer\":false,\"concurrency\":3}",
                "{\"warmer\":\"on\"}",
                "{\"warmers\":true}",
                "{\"concurrency\":3}",
                "{\"body\":{\"warmer\":true}}",
                "{\"a\":1,\"warmer\":true}",
                "{\"source\":\"serverless-plugin-warmup-2\"}",
                "{\"source\":\"mine\",\"then\":\"serverless-plugin-warmup\"}",
                "{\"version\":\"0\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\"}",
                "[1,{\"warmer\":true}]",
                "\"warmer\"",
                "true",
                ""
            })
    void what_only_looks_like_one_is_the_users_and_arrives_as_it_was_sent(String event) throws IOException {
        WarmInput.Read read = read(event, ALL);
        assertEquals(Optional.empty(), read.warm());
        assertEquals(event, new String(read.whole().readAllBytes(), UTF_8));
    }

    @Test
    void another_schedule_of_zappas_is_not_its_keep_warm() throws IOException {
        assertEquals(
                Optional.empty(),
                read(KEEP_WARM.replace("keep_warm_callback", "clean_up"), ALL).warm());
        String inAnArgument = KEEP_WARM
                .replace("keep_warm_callback", "clean_up")
                .replace("\"kwargs\": {}", "\"kwargs\": {\"resources\": [\"arn:x-keep_warm_callback\"]}");
        assertEquals(Optional.empty(), read(inAnArgument, ALL).warm());
    }

    /** Whatever a caller of an HTTP API, a REST API or a load balancer writes, and wherever, the event stays a user's, byte by byte. */
    @Property
    void nobody_warms_over_http(
            @ForAll("written") String path,
            @ForAll("written") String header,
            @ForAll("written") String query,
            @ForAll("written") String body)
            throws IOException {
        for (ObjectNode event : List.of(
                httpApi(path, header, query, body),
                restApi(path, header, query, body),
                balancer(path, header, query, body))) {
            String sent = event.toString();
            WarmInput.Read read = read(sent, ALL);
            assertEquals(Optional.empty(), read.warm(), sent);
            assertEquals(sent, new String(read.whole().readAllBytes(), UTF_8));
        }
    }

    @Provide
    Arbitrary<String> written() {
        List<String> markers = new ArrayList<>(EVENTS);
        markers.add("{\"hearth\":{\"cycle\":{\"target\":9}}}");
        markers.addAll(List.of(
                "warmer",
                "true",
                "source",
                "serverless-plugin-warmup",
                "\",\"warmer\":true,\"",
                "\"},{\"warmer\":true}"));
        return Arbitraries.oneOf(
                Arbitraries.of(markers),
                Arbitraries.of(markers).list().ofMaxSize(3).map(several -> String.join("", several)),
                Arbitraries.strings().ofMaxLength(20));
    }

    /** Payload format 2.0. */
    private static ObjectNode httpApi(String path, String header, String query, String body) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", query);
        event.putArray("cookies").add(header);
        event.putObject("headers").put(header, header).put("warmer", "true");
        event.putObject("queryStringParameters").put(query, query).put("source", "serverless-plugin-warmup");
        event.putObject("requestContext")
                .putObject("http")
                .put("method", "POST")
                .put("path", path);
        return event.put("body", body).put("isBase64Encoded", false);
    }

    /** Payload format 1.0. */
    private static ObjectNode restApi(String path, String header, String query, String body) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resource", "/{proxy+}").put("path", path).put("httpMethod", "POST");
        event.putObject("headers").put(header, header);
        event.putObject("multiValueHeaders").putArray(header).add(header);
        event.putObject("queryStringParameters").put(query, query).put("warmer", "true");
        event.putObject("pathParameters").put("proxy", path);
        event.putObject("requestContext").put("path", path);
        return event.put("body", body).put("isBase64Encoded", false);
    }

    private static ObjectNode balancer(String path, String header, String query, String body) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.putObject("requestContext").putObject("elb").put("targetGroupArn", "arn:aws:elasticloadbalancing:x");
        event.put("httpMethod", "POST").put("path", path);
        event.putObject("queryStringParameters").put(query, query);
        event.putObject("headers").put(header, header);
        return event.put("body", body).put("isBase64Encoded", false);
    }
}
