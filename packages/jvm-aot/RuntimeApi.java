import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Trains a function: runs it against a Runtime API that hands out a few HTTP requests, each several times, and ends it once all
 * are answered. {@code java RuntimeApi.java BOOTSTRAP}; exits with 1 where an answer is missing or an error.
 */
public class RuntimeApi {
    private static final List<String> PATHS = List.of("/hello", "/cost", "/warm", "/nowhere");
    private static final int ROUNDS = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final BlockingQueue<String> paths = new LinkedBlockingQueue<>();
    private final CountDownLatch missing = new CountDownLatch(PATHS.size() * ROUNDS);

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new RuntimeApi().train(arguments[0]) ? 0 : 1);
    }

    private boolean train(String bootstrap) throws IOException, InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            paths.addAll(PATHS);
        }
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/2018-06-01/runtime/", this::answer);
        api.start();
        ProcessBuilder function = new ProcessBuilder(bootstrap).inheritIO();
        function.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort());
        Process process = function.start();
        boolean trained = missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroy(); // an orderly end, in which the JDK writes its cache
        process.waitFor();
        return trained;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/next")) {
                next(exchange);
            } else if (path.endsWith("/response")) {
                missing.countDown();
                exchange.sendResponseHeaders(202, -1);
            } else {
                System.err.println(path + ": " + new String(body, StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        String path;
        try {
            path = paths.take();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        byte[] event = """
                {"version": "2.0", "routeKey": "$default", "rawPath": "%1$s", "rawQueryString": "",
                 "headers": {"accept": "*/*", "host": "localhost", "user-agent": "training"},
                 "requestContext": {"requestId": "1", "stage": "$default", "http":
                   {"method": "GET", "path": "%1$s", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "training"}},
                 "isBase64Encoded": false}""".formatted(path).getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json"); // AWS's client crashes without
        headers.set("Lambda-Runtime-Aws-Request-Id", "training-" + paths.size());
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(Instant.now().plusSeconds(30).toEpochMilli()));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:training");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }
}
