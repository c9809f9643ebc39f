package dev.hearth.warm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.CycleReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WarmRouterTest {
    private static final APIGatewayV2HTTPResponse ANSWER = new APIGatewayV2HTTPResponse();
    private static final String HTTP = "\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}";
    private static final String CYCLE = "\"hearth\":{\"cycle\":{\"target\":1}}";

    private final FakeClock clock = new FakeClock();
    private final Users users = new Users();
    private final List<String> log = new ArrayList<>();
    private final Environment environment = new Environment(FakeLambda.deployment("us-east-1"), clock);
    private final WarmRouter router = router(environment, FakeLambda.deployment("us-east-1"), Protocol.HTTP);

    /** The application's handler: notes what it gets. */
    private static final class Users implements UsersHandler {
        final List<Object> events = new ArrayList<>();

        @Override
        public Object handle(Object event, Context context) {
            events.add(event);
            return ANSWER;
        }

        @Override
        public void handle(InputStream event, OutputStream answer, Context context) throws IOException {
            events.add(new String(event.readAllBytes(), UTF_8));
            answer.write("user".getBytes(UTF_8));
        }
    }

    private WarmRouter router(Environment environment, Deployment deployment, Protocol protocol) {
        Metrics metrics = new Metrics(deployment, log::add);
        Warmer warmer = new Warmer(
                FakeLambda.config(Map.of()), environment, deployment, new FakeLambda(clock), metrics, clock, clock);
        return new WarmRouter(users, protocol, environment, metrics, warmer);
    }

    /** What the function's reader makes of an event. */
    private static Object event(String fields) throws IOException {
        WarmInput.Read read = WarmInput.read(new ByteArrayInputStream(("{" + fields + "}").getBytes(UTF_8)), Set.of());
        return read.warm().isPresent()
                ? read.warm().get()
                : new ObjectMapper()
                        .findAndRegisterModules()
                        .configure(
                                com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                        .readValue(read.whole(), APIGatewayV2HTTPEvent.class);
    }

    private Object route(String fields) throws IOException {
        return router.handleRequest(event(fields), null);
    }

    @Test
    void the_functions_own_request_passes_on_and_is_no_users() throws IOException {
        assertSame(ANSWER, router.handleRequest(event(HTTP), new Priming.OwnContext()));
        assertEquals(1, users.events.size());
        assertEquals(Optional.empty(), environment.lastUserRequestAt());
        route(HTTP);
        assertEquals(
                1, log.stream().filter(line -> line.contains("UserColdStarts")).count());
    }

    @Test
    void a_users_request_passes_on_untouched() throws IOException {
        Object request = event(HTTP);
        assertSame(ANSWER, router.handleRequest(request, null));
        assertSame(request, users.events.getFirst());
        assertEquals(Optional.of(clock.instant()), environment.lastUserRequestAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {CYCLE, " \n\t" + CYCLE, CYCLE + "," + HTTP})
    void a_warm_event_never_reaches_the_users_code(String event) throws IOException {
        WarmAnswer answer = assertInstanceOf(WarmAnswer.class, route(event));
        assertInstanceOf(CycleReport.class, answer.content());
        assertEquals(List.of(), users.events);
        assertEquals(Optional.empty(), environment.lastUserRequestAt());
    }

    @Test
    void a_request_is_a_users_even_with_a_warm_event_in_it() throws IOException {
        assertSame(ANSWER, route(HTTP + "," + CYCLE));
        assertEquals(Optional.empty(), environment.lastCycle());
    }

    @Test
    void what_is_neither_is_refused() {
        assertThrows(BadEvent.class, () -> router.handleRequest(null, null));
        assertThrows(BadEvent.class, () -> route(""));
        assertThrows(BadEvent.class, () -> route("\"a\":1," + CYCLE));
        assertThrows(BadEvent.class, () -> router.handleRequest(new APIGatewayV2HTTPEvent(), null));
        assertEquals(List.of(), users.events);
    }

    @Test
    void a_handler_of_the_applications_own_gets_whatever_comes() {
        WarmRouter own = router(environment, FakeLambda.deployment("us-east-1"), Protocol.OWN);
        for (Object event : List.of("text", 5, Map.of("hearth", "no"))) {
            assertSame(ANSWER, own.handleRequest(event, null));
        }
        assertSame(ANSWER, own.handleRequest(null, null));
        assertEquals(4, users.events.size());
    }

    @ParameterizedTest
    @CsvSource({
        "/a b, /a%20b",
        "'/hello\r\n', /hello%0D%0A",
        "/{a}|[b]\"\\^`<>, /%7Ba%7D%7C%5Bb%5D%22%5C%5E%60%3C%3E",
        "/päth, /p%C3%A4th",
        "/a?b#c, /a%3Fb%23c",
        "/a%20b, /a%20b",
        "/-._~!$&'()*+;=:@, /-._~!$&'()*+;=:@"
    })
    void a_path_that_came_decoded_is_one_that_http_can_carry(String path, String carried) throws IOException {
        APIGatewayV2HTTPEvent request = (APIGatewayV2HTTPEvent) event(HTTP);
        request.setRawPath(path);
        router.handleRequest(request, null);
        assertEquals(carried, request.getRawPath());
    }

    @Test
    void a_user_who_met_a_cold_start_is_counted_once() throws IOException {
        route(HTTP);
        route(HTTP);
        assertEquals(1, log.size());
        assertTrue(log.getFirst().contains("\"UserColdStarts\":1"), log::toString);
    }

    @Test
    void a_user_who_comes_after_a_cycle_met_none() throws IOException {
        route(CYCLE);
        route(HTTP);
        assertTrue(log.stream().noneMatch(line -> line.contains("UserColdStarts")), log::toString);
    }

    @Test
    void a_user_of_a_provisioned_environment_met_none() throws IOException {
        Deployment provisioned =
                Deployment.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency"), "amd64");
        router(new Environment(provisioned, clock), provisioned, Protocol.HTTP).handleRequest(event(HTTP), null);
        assertEquals(List.of(), log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{\"hearth\" ",
                "{\"other\":{\"hearth\":{\"cycle\":{\"target\":1}}}}",
                "[{\"hearth\":1}]"
            })
    void a_stream_of_a_users_arrives_byte_by_byte_as_it_was_sent(String start) throws IOException {
        String event = start + "ä".repeat(5000);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new WarmStreamRouter(users, router, Set.of())
                .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);
        assertEquals(List.of(event), users.events);
        assertEquals("user", answer.toString(UTF_8));
        assertEquals(Optional.of(clock.instant()), environment.lastUserRequestAt());
    }

    @Test
    void a_warm_event_on_a_stream_is_answered_with_its_report() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new WarmStreamRouter(users, router, Set.of())
                .handleRequest(new ByteArrayInputStream(("{" + CYCLE + "}").getBytes(UTF_8)), answer, null);
        assertEquals(List.of(), users.events);
        assertEquals(
                1,
                new ObjectMapper().readTree(answer.toByteArray()).get("reached").asInt());
    }
}
