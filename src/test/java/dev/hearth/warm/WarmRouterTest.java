package dev.hearth.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.warm.event.BadEvent;
import dev.hearth.warm.event.CycleReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmRouterTest {
    private static final APIGatewayV2HTTPResponse ANSWER = new APIGatewayV2HTTPResponse();
    private static final String HTTP = "\"rawPath\":\"/\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}";
    private static final String CYCLE = "\"hearth\":{\"cycle\":{\"target\":1}}";

    private final FakeClock clock = new FakeClock();
    private final List<APIGatewayV2HTTPEvent> users = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final Environment environment = new Environment(FakeLambda.deployment("us-east-1"), clock);
    private final WarmRouter router = router(environment, FakeLambda.deployment("us-east-1"));

    private WarmRouter router(Environment environment, Deployment deployment) {
        Metrics metrics = new Metrics(deployment, log::add);
        Warmer warmer = new Warmer(
                FakeLambda.config(Map.of()), environment, deployment, new FakeLambda(clock), metrics, clock, clock);
        return new WarmRouter(
                (event, context) -> {
                    users.add(event);
                    return ANSWER;
                },
                environment,
                metrics,
                warmer);
    }

    private static APIGatewayV2HTTPEvent event(String fields) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        new WarmJson().customize(json);
        return json.readValue("{" + fields + "}", APIGatewayV2HTTPEvent.class);
    }

    private APIGatewayV2HTTPResponse route(String fields) throws JsonProcessingException {
        return router.handleRequest(event(fields), null);
    }

    @Test
    void the_functions_own_request_passes_on_and_is_no_users() throws JsonProcessingException {
        assertSame(ANSWER, router.handleRequest(event(HTTP), new Priming.OwnContext()));
        assertEquals(1, users.size());
        assertEquals(Optional.empty(), environment.lastUserRequestAt());
        route(HTTP);
        assertEquals(
                1, log.stream().filter(line -> line.contains("UserColdStarts")).count());
    }

    @Test
    void a_users_request_passes_on_untouched() throws JsonProcessingException {
        APIGatewayV2HTTPEvent request = event(HTTP);
        assertSame(ANSWER, router.handleRequest(request, null));
        assertSame(request, users.getFirst());
        assertEquals(Optional.of(clock.instant()), environment.lastUserRequestAt());
    }

    @Test
    void a_warm_event_never_reaches_the_users_code() throws JsonProcessingException {
        WarmAnswer answer = assertInstanceOf(WarmAnswer.class, route(CYCLE));
        assertInstanceOf(CycleReport.class, answer.content());
        assertEquals(List.of(), users);
        assertEquals(Optional.empty(), environment.lastUserRequestAt());
    }

    @Test
    void a_request_is_a_users_even_with_a_warm_event_in_it() throws JsonProcessingException {
        assertSame(ANSWER, route(HTTP + "," + CYCLE));
        assertEquals(Optional.empty(), environment.lastCycle());
    }

    @Test
    void what_is_neither_is_refused() {
        assertThrows(BadEvent.class, () -> router.handleRequest(null, null));
        assertThrows(BadEvent.class, () -> route(""));
        assertThrows(BadEvent.class, () -> router.handleRequest(new APIGatewayV2HTTPEvent(), null));
        assertEquals(List.of(), users);
    }

    @Test
    void a_user_who_met_a_cold_start_is_counted_once() throws JsonProcessingException {
        route(HTTP);
        route(HTTP);
        assertEquals(1, log.size());
        assertTrue(log.getFirst().contains("\"UserColdStarts\":1"), log::toString);
    }

    @Test
    void a_user_who_comes_after_a_cycle_met_none() throws JsonProcessingException {
        route(CYCLE);
        route(HTTP);
        assertTrue(log.stream().noneMatch(line -> line.contains("UserColdStarts")), log::toString);
    }

    @Test
    void a_user_of_a_provisioned_environment_met_none() throws JsonProcessingException {
        Deployment provisioned =
                Deployment.of(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency"), "amd64");
        router(new Environment(provisioned, clock), provisioned).handleRequest(event(HTTP), null);
        assertEquals(List.of(), log);
    }

    @Test
    void an_answer_over_http_is_written_as_it_always_was() throws JsonProcessingException {
        ObjectMapper plain = new ObjectMapper();
        ObjectMapper json = new ObjectMapper();
        new WarmJson().customize(json);
        APIGatewayV2HTTPResponse response = new APIGatewayV2HTTPResponse();
        response.setStatusCode(201);
        response.setBody("made");
        response.setHeaders(Map.of("Location", "/made"));
        response.setCookies(List.of("a=b"));
        assertEquals(plain.writeValueAsString(response), json.writeValueAsString(response));
        assertEquals(
                plain.writeValueAsString(response),
                json.writerFor(APIGatewayV2HTTPResponse.class).writeValueAsString(response));
        assertEquals(
                "[\"content\"]",
                json.writerFor(APIGatewayV2HTTPResponse.class).writeValueAsString(new WarmAnswer(List.of("content"))));
    }
}
