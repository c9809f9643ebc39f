package dev.hearth.lab.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.http.HttpApiEvent;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Requests to Hearth's function in an order that a seed makes: {@code GET /hello} three times of four, else {@code GET
 * /cost} with figures that its answer repeats, so that another request's answer is found out. Not thread-safe.
 */
public final class Requests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COSTS_ONE_OF = 4;
    private static final int LEAST_MEMORY = 128;
    private static final int MOST_MEMORY = 10_240;
    private static final int MOST_CONCURRENCY = 100_000;
    private static final int SHOWN_OF_AN_ANSWER = 200;

    private final SplittableRandom random;
    private long made;

    public Requests(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What is asked, and so what has to be answered. */
    public sealed interface Request {

        /** Its place in the order, from 1. */
        long number();

        String path();

        String query();

        /** What is wrong with a body that came with the status 200. */
        Optional<String> objection(JsonNode body);

        /** As an HTTP API hands it over; of one seed the same bytes each time. */
        default Payload event() {
            return HttpApiEvent.get(path(), query(), Instant.EPOCH).toPayload();
        }

        /** What is wrong with an answer. */
        default Optional<String> objection(Answer answer) {
            if (answer instanceof Answer.FunctionError) {
                return Optional.of("it answered the error " + shown(answer));
            }
            try {
                JsonNode response = JSON.readTree(answer.payload().bytes());
                if (response.path("statusCode").asInt() != 200) {
                    return Optional.of("it answered " + shown(answer));
                }
                return objection(JSON.readTree(response.path("body").asText()))
                        .map(reason -> reason + ": " + shown(answer));
            } catch (IOException e) {
                return Optional.of("its answer is no JSON: " + shown(answer));
            }
        }

        private static String shown(Answer answer) {
            String text = answer.payload().text();
            return text.length() <= SHOWN_OF_AN_ANSWER ? text : text.substring(0, SHOWN_OF_AN_ANSWER) + "…";
        }

        /** {@code GET /hello}. */
        record Hello(long number) implements Request {
            @Override
            public String path() {
                return "/hello";
            }

            @Override
            public String query() {
                return "";
            }

            @Override
            public Optional<String> objection(JsonNode body) {
                return body.hasNonNull("message") ? Optional.empty() : Optional.of("it answered no greeting");
            }
        }

        /** {@code GET /cost}. */
        record Cost(long number, int memory, int concurrency) implements Request {
            @Override
            public String path() {
                return "/cost";
            }

            @Override
            public String query() {
                return "memory=" + memory + "&concurrency=" + concurrency + "&hours=8";
            }

            @Override
            public Optional<String> objection(JsonNode body) {
                JsonNode asked = body.path("asked");
                return asked.path("memory").asInt() == memory
                                && asked.path("concurrency").asInt() == concurrency
                        ? Optional.empty()
                        : Optional.of("it answered another request's question");
            }
        }
    }

    public Request next() {
        made++;
        return random.nextInt(COSTS_ONE_OF) > 0
                ? new Request.Hello(made)
                : new Request.Cost(
                        made, random.nextInt(LEAST_MEMORY, MOST_MEMORY + 1), random.nextInt(1, MOST_CONCURRENCY + 1));
    }
}
