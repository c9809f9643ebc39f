package dev.hearth.lab.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Lambda, CloudWatch Logs and CloudWatch as the real SDK asks them, for one function named {@code orders}: pages of a log and
 * figures by the minute as a test says. The SDK finds it by system properties, until it is closed.
 */
public final class ScriptedAws implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<String> pages = new ArrayDeque<>();
    private final List<JsonNode> searches = Collections.synchronizedList(new ArrayList<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private String configuration = "{\"FunctionName\":\"orders\",\"MemorySize\":512,\"Architectures\":[\"arm64\"]}";

    public ScriptedAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        settings().forEach(System::setProperty);
    }

    private Map<String, String> settings() {
        return Map.of(
                "aws.endpointUrl",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "aws.region",
                "eu-central-1",
                "aws.accessKeyId",
                "nobody",
                "aws.secretAccessKey",
                "nothing");
    }

    public ScriptedAws deployed(String answer) {
        configuration = answer;
        return this;
    }

    /** One more page of the log: messages, each a minute after the one before it. */
    public ScriptedAws page(Instant first, List<String> messages) throws IOException {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < messages.size(); i++) {
            events.append(i == 0 ? "" : ",")
                    .append("{\"logStreamName\":\"s\",\"timestamp\":")
                    .append(first.plusSeconds(60L * i).toEpochMilli())
                    .append(",\"message\":")
                    .append(JSON.writeValueAsString(messages.get(i)))
                    .append('}');
        }
        pages.add(events.toString());
        return this;
    }

    /** What was asked of FilterLogEvents, in order. */
    public List<JsonNode> searches() {
        return List.copyOf(searches);
    }

    /** Every operation that was asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (path.endsWith("/GetMetricData")) {
                asked.add("GetMetricData");
                exchange.getResponseHeaders().add("smithy-protocol", "rpc-v2-cbor");
                send(exchange, 200, "application/cbor", Cbor.metrics());
            } else if (target == null) {
                asked.add("GetFunctionConfiguration");
                boolean known = path.contains("/functions/orders/");
                if (!known) {
                    exchange.getResponseHeaders().add("x-amzn-ErrorType", "ResourceNotFoundException");
                }
                send(
                        exchange,
                        known ? 200 : 404,
                        "application/json",
                        text(known ? configuration : "{\"Message\":\"Function not found: " + path + "\"}"));
            } else if (target.endsWith("DescribeLogGroups")) {
                asked.add("DescribeLogGroups");
                send(
                        exchange,
                        200,
                        "application/x-amz-json-1.1",
                        text(
                                "{\"logGroups\":[{\"logGroupName\":\"/aws/lambda/orders-old\",\"storedBytes\":1},"
                                        + "{\"logGroupName\":\"/aws/lambda/orders\",\"storedBytes\":2500000,\"retentionInDays\":30}]}"));
            } else {
                asked.add("FilterLogEvents");
                searches.add(JSON.readTree(request));
                String page = pages.isEmpty() ? "" : pages.poll();
                String token = pages.isEmpty() ? "" : ",\"nextToken\":\"more\"";
                send(exchange, 200, "application/x-amz-json-1.1", text("{\"events\":[" + page + "]" + token + "}"));
            }
        }
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        settings().keySet().forEach(System::clearProperty);
        server.stop(0);
    }

    /** CloudWatch answers in CBOR (RFC 8949), of which this writes what is needed: two minutes of the three figures. */
    private static final class Cbor {

        private static final int TEXT = 3 << 5;
        private static final int LIST = 4 << 5;
        private static final int MAP = 5 << 5;
        private static final int EPOCH_SECONDS = 0xC1;
        private static final int DOUBLE = 0xFB;
        private static final int LONG = 0x1B;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        static byte[] metrics() {
            try {
                Cbor cbor = new Cbor();
                cbor.out.write(MAP | 1);
                cbor.text("MetricDataResults");
                cbor.out.write(LIST | 3);
                cbor.series("ofInvocations", 2, 3);
                cbor.series("ofDuration", 120, 130);
                cbor.series("ofConcurrentExecutions", 1, 2);
                return cbor.bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void series(String id, double first, double second) throws IOException {
            out.write(MAP | 3);
            text("Id");
            text(id);
            text("Timestamps");
            out.write(LIST | 2);
            for (Instant time : List.of(Instant.parse("2026-11-20T10:00:00Z"), Instant.parse("2026-11-20T10:01:00Z"))) {
                out.write(EPOCH_SECONDS);
                out.write(LONG);
                out.writeLong(time.getEpochSecond());
            }
            text("Values");
            out.write(LIST | 2);
            for (double value : new double[] {first, second}) {
                out.write(DOUBLE);
                out.writeDouble(value);
            }
        }

        private void text(String text) throws IOException {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            out.write(TEXT | 24);
            out.write(utf8.length);
            out.write(utf8);
        }
    }
}
