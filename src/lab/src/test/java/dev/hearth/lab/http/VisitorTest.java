package dev.hearth.lab.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.FunctionName;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a door lets in, by what is sent over a bare socket; {@code PORT} is the door's, {@code |} ends a line. */
class VisitorTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final ScriptedLambda lambda = new ScriptedLambda();

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost:PORT",
                "host: LOCALHOST:PORT",
                "Host: 127.0.0.1:PORT",
                "Host: [::1]:PORT",
                "Host: localhost:PORT|Origin: http://localhost:PORT|Sec-Fetch-Site: same-origin",
                "Host: 127.0.0.1:PORT|Origin: http://127.0.0.1:PORT",
                "Host: localhost:PORT|Sec-Fetch-Site: none",
            })
    void programs_and_a_doors_own_pages_come_in(String headers) throws IOException {
        assertEquals("200", invokeApi("GET", headers).status());
        assertEquals("200", httpApi("GET", headers).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example:PORT",
                "Host: evil.example",
                "Host: localhost:1",
                "Host: localhost",
                "Host: localhost.evil.example:PORT",
                "Host: 127.0.0.1.evil.example:PORT",
                "Host: 0.0.0.0:PORT",
                "Host: localhost:PORT@evil.example",
                "Host: localhost:PORT|Host: evil.example",
                "Host: ",
                "Host: localhost:PORT|Origin: http://evil.example",
                "Host: localhost:PORT|Origin: https://localhost.evil.example:PORT",
                "Host: localhost:PORT|Origin: http://localhost:PORT@evil.example",
                "Host: localhost:PORT|Origin: null",
                "Host: localhost:PORT|Origin: http://localhost:PORT|Origin: http://evil.example",
                "Host: localhost:PORT|Origin: http://evil.example:PORT|Sec-Fetch-Site: same-origin",
                "Host: localhost:PORT|Sec-Fetch-Site: cross-site",
            })
    void no_page_from_elsewhere_comes_in(String headers) throws IOException {
        for (Answer answer : new Answer[] {invokeApi("POST", headers), httpApi("POST", headers)}) {
            assertEquals("403", answer.status(), answer.text());
            assertTrue(answer.text().contains("essage\":\""), answer.text());
        }
        assertTrue(lambda.invoked.isEmpty());
        assertTrue(lambda.enqueued.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost:PORT|Origin: http://localhost:3000|Sec-Fetch-Site: same-site",
                "Host: localhost:PORT|Sec-Fetch-Site: same-site",
            })
    void a_front_end_on_another_port_of_this_machine_may_call_its_function_but_not_change_it(String headers)
            throws IOException {
        assertEquals("200", httpApi("POST", headers).status());
        assertEquals("403", invokeApi("POST", headers).status());
    }

    @Test
    void a_rebound_name_can_neither_read_nor_set_variables() throws IOException {
        try (Door door = Door.openInvokeApi(VERTX, lambda, "127.0.0.1", 0)) {
            String path = "/2015-03-31/functions/hello/configuration";
            Answer read = send(door, "GET " + path, "Host: evil.example:PORT", "");
            Answer write = send(
                    door,
                    "PUT " + path,
                    "Host: evil.example:PORT",
                    "{\"Environment\":{\"Variables\":{\"BASH_ENV\":\"/tmp/x\"}}}");
            assertEquals("403", read.status());
            assertEquals("403", write.status());
            assertTrue(write.text().contains("x-amzn-ErrorType: AccessDeniedException"), write.text());
            assertTrue(
                    write.text()
                            .contains("the Host evil.example:" + door.port() + " is not this door: call it localhost:"
                                    + door.port()),
                    write.text());
        }
        assertTrue(lambda.functions().getFirst().environment().isEmpty());
    }

    private record Answer(String text) {

        String status() {
            return text.split(" ", 3)[1];
        }
    }

    private Answer invokeApi(String method, String headers) throws IOException {
        try (Door door = Door.openInvokeApi(VERTX, lambda, "127.0.0.1", 0)) {
            return method.equals("GET")
                    ? send(door, "GET /2015-03-31/functions/", headers, "")
                    : send(door, "POST /2015-03-31/functions/hello/invocations", headers, "{}");
        }
    }

    private Answer httpApi(String method, String headers) throws IOException {
        FunctionName hello = new FunctionName("hello", Optional.empty());
        try (Door door = Door.openHttp(VERTX, lambda, hello, HttpKind.API, "127.0.0.1", 0)) {
            return send(door, method + " /hello", headers, "");
        }
    }

    private static Answer send(Door door, String line, String headers, String body) throws IOException {
        String request = line + " HTTP/1.1\r\n"
                + headers.replace("PORT", Integer.toString(door.port())).replace("|", "\r\n")
                + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new Answer(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }
}
