package dev.hearth.lab.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.Lambda;
import dev.hearth.lab.lambda.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients that send or read slowly, or are too many, can take of a door; by raw sockets. */
class BoundsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MEGABYTE = 1 << 20;

    /** More than Linux takes of it for a client that does not read, and half of the room for answers. */
    private static final int LARGE = 15 * MEGABYTE;

    private enum Front {
        HTTP("/hello"),
        INVOKE_API("/2015-03-31/functions/hello/invocations");

        private final String path;

        Front(String path) {
            this.path = path;
        }
    }

    private final ScriptedLambda lambda = new ScriptedLambda();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void more_doors_make_no_more_room_for_requests() throws Exception {
        var answer = new CompletableFuture<Lambda.Outcome>();
        lambda.runs(request -> answer);
        Bounds bounds = new Bounds(LONG, 100);
        Door http = door(Front.HTTP, bounds);
        Door invokeApi = door(Front.INVOKE_API, bounds);
        String large = "\"" + "x".repeat(5 * MEGABYTE) + "\"";
        for (int n = 0; n < 6; n++) {
            send(client(n % 2 == 0 ? http : invokeApi), n % 2 == 0 ? Front.HTTP : Front.INVOKE_API, large);
        }
        while (lambda.invoked.size() < 6) {
            Thread.onSpinWait();
        }

        String refusedByHttp = answer(http, Front.HTTP, large);
        assertTrue(refusedByHttp.startsWith("HTTP/1.1 503 "), refusedByHttp);
        assertTrue(refusedByHttp.contains("more than 32 MB of requests at once"), refusedByHttp);
        String refused = answer(invokeApi, Front.INVOKE_API, large);
        assertTrue(refused.startsWith("HTTP/1.1 429 "), refused);
        assertTrue(refused.contains("more than 32 MB of requests at once"), refused);
        answer.complete(outcome("1"));
        assertEquals(6, lambda.invoked.size());
    }

    @ParameterizedTest
    @CsvSource({"HTTP, 503", "INVOKE_API, 500"})
    void answers_that_nobody_reads_take_32_mb_until_their_clients_leave(Front front, int status) throws Exception {
        Door door = door(front, new Bounds(LONG, 100));
        List<Socket> silent = List.of(unread(door, front), unread(door, front));

        lambda.answers("x".repeat(5 * MEGABYTE));
        String refused = answer(door, front, "{}");
        assertTrue(refused.startsWith("HTTP/1.1 " + status + " "), refused);
        assertTrue(refused.contains("more than 32 MB of answers wait for their clients to read them"), refused);
        lambda.answers("1");
        assertTrue(answer(door, front, "{}").startsWith("HTTP/1.1 200 "));

        for (Socket client : silent) {
            client.close();
        }
        lambda.answers("x".repeat(5 * MEGABYTE));
        awaitRoom(door, front);
    }

    @ParameterizedTest
    @EnumSource(Front.class)
    void a_client_that_does_not_read_its_answer_is_cut_off(Front front) throws Exception {
        Door door = door(front, new Bounds(SHORT, 100));
        List<Socket> silent = List.of(unread(door, front), unread(door, front));

        // There is room for it once both are gone: one that is not yet could read on.
        lambda.answersWith(new Answer.Result(Payload.of("x".repeat(18 * MEGABYTE))));
        awaitRoom(door, front);
        for (Socket client : silent) {
            assertTrue(length(client) < LARGE);
        }
    }

    @ParameterizedTest
    @EnumSource(Front.class)
    void a_door_closes_though_a_client_does_not_read_its_answer(Front front) throws Exception {
        Door door = front == Front.HTTP
                ? Door.openHttp(
                        VERTX, lambda, new FunctionName("hello", Optional.empty()), HttpKind.API, "127.0.0.1", 0)
                : Door.openInvokeApi(VERTX, lambda, "127.0.0.1", 0);
        unread(door, front);
        assertTimeoutPreemptively(Duration.ofSeconds(60), door::close);
    }

    @ParameterizedTest
    @EnumSource(Front.class)
    void a_client_that_sends_byte_by_byte_is_cut_off(Front front) throws Exception {
        Socket client = client(door(front, new Bounds(SHORT, 100)));
        client.getOutputStream().write(head(client, front, 5 * MEGABYTE).getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(IOException.class, () -> {
            while (true) {
                // Blocks once the door's window is full, until that reads on or ends the connection.
                client.getOutputStream().write('x');
                if (client.getInputStream().available() > 0 || client.isClosed()) {
                    break;
                }
            }
        });
        assertEquals(0, lambda.invoked.size());
    }

    @ParameterizedTest
    @CsvSource({"HTTP, 503", "INVOKE_API, 429"})
    void of_more_clients_than_a_door_takes_the_next_are_told_so_and_the_rest_cut_off(Front front, int status)
            throws Exception {
        lambda.answers("1");
        Door door = door(front, new Bounds(LONG, 3));
        List<Socket> within = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            Socket client = client(door);
            send(client, front, "{}");
            assertTrue(firstLine(client).startsWith("HTTP/1.1 200 "));
            within.add(client);
        }
        Socket refused = client(door);
        send(refused, front, "{}");
        String why = new String(refused.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(why.startsWith("HTTP/1.1 " + status + " "), why);
        assertTrue(why.contains("more than 3 connections at once"), why);
        assertEquals(3, lambda.invoked.size());

        within.getFirst().close();
        String line = "";
        while (!line.startsWith("HTTP/1.1 200 ")) {
            // That it has left may not have been noticed yet.
            Socket next = client(door);
            send(next, front, "{}");
            line = firstLine(next);
        }
    }

    @ParameterizedTest
    @EnumSource(Front.class)
    void clients_beyond_all_measure_are_cut_off_without_a_word(Front front) throws Exception {
        Door door = door(front, new Bounds(LONG, 3));
        List<SocketChannel> clients = new ArrayList<>();
        for (int n = 0; n < 3 + 64 + 5; n++) {
            SocketChannel client =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
            client.configureBlocking(false);
            clients.add(client);
            open.add(client);
        }
        int cutOff = 0;
        while (cutOff < 5) {
            cutOff += endOf(clients);
        }
        assertEquals(5, cutOff);
        assertEquals(3 + 64, clients.size());
        assertEquals(0, endOf(clients));
    }

    /** Takes those out whose connection the door has ended, and says how many they were. */
    private static int endOf(List<SocketChannel> clients) throws IOException {
        int before = clients.size();
        for (SocketChannel client : List.copyOf(clients)) {
            if (client.read(ByteBuffer.allocate(1)) < 0) {
                clients.remove(client);
            }
        }
        return before - clients.size();
    }

    private Door door(Front front, Bounds bounds) {
        Door door =
                switch (front) {
                    case HTTP ->
                        Door.openHttp(
                                VERTX,
                                lambda,
                                bounds,
                                new FunctionName("hello", Optional.empty()),
                                HttpKind.API,
                                "127.0.0.1",
                                0);
                    case INVOKE_API -> Door.openInvokeApi(VERTX, lambda, bounds, "127.0.0.1", 0, Duration.ZERO);
                };
        open.add(door);
        return door;
    }

    private Socket client(Door door) throws IOException {
        return client(door, new Socket());
    }

    private Socket client(Door door, Socket client) throws IOException {
        client.setSoTimeout(60_000);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), door.port()));
        open.add(client);
        return client;
    }

    /** A client that has read no more of a large answer than its first byte. */
    private Socket unread(Door door, Front front) throws IOException {
        lambda.answersWith(new Answer.Result(Payload.of("x".repeat(LARGE))));
        var small = new Socket();
        // Of which Linux keeps little that was not read.
        small.setReceiveBufferSize(8_192);
        Socket client = client(door, small);
        send(client, front, "{}");
        assertEquals('H', client.getInputStream().read());
        return client;
    }

    private void awaitRoom(Door door, Front front) throws IOException {
        String answer = "";
        while (!answer.startsWith("HTTP/1.1 200 ")) {
            try {
                answer = answer(door, front, "{}");
            } catch (SocketException e) {
                // This machine took longer than the door waits, and it was cut off like the others.
            }
        }
    }

    /** The beginning of it, read to its end. */
    private String answer(Door door, Front front, String body) throws IOException {
        try (Socket client = client(door)) {
            String head = head(client, front, body.length()).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            client.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            byte[] all = client.getInputStream().readAllBytes();
            return new String(all, 0, Math.min(all.length, 1_000), StandardCharsets.ISO_8859_1);
        }
    }

    private static void send(Socket client, Front front, String body) throws IOException {
        client.getOutputStream()
                .write((head(client, front, body.length()) + body).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String head(Socket client, Front front, int length) {
        return "POST " + front.path + " HTTP/1.1\r\nHost: localhost:" + client.getPort() + "\r\nContent-Length: "
                + length + "\r\nContent-Type: text/plain\r\n\r\n";
    }

    private static String firstLine(Socket client) throws IOException {
        var line = new StringBuilder();
        int next = client.getInputStream().read();
        while (next >= 0 && next != '\r') {
            line.append((char) next);
            next = client.getInputStream().read();
        }
        return line.toString();
    }

    /** Of what there still was, until the connection ended, in whichever way. */
    private static long length(Socket client) throws IOException {
        long length = 0;
        InputStream input = client.getInputStream();
        byte[] part = new byte[65_536];
        try {
            for (int read = input.read(part); read >= 0; read = input.read(part)) {
                length += read;
            }
        } catch (SocketException e) {
            // It was reset.
        }
        return length;
    }

    private static Lambda.Outcome outcome(String result) {
        return ScriptedLambda.completed(Payload.of(result))
                .toCompletableFuture()
                .join();
    }
}
