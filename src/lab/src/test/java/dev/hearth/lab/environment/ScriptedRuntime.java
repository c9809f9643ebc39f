package dev.hearth.lab.environment;

import dev.hearth.lab.packages.TestPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A runtime that does what it is told: at its start by the variable {@code SCRIPT}, in an invocation by its payload, a
 * list of commands separated by {@code ;}. It speaks the Runtime API through a plain socket, so that nothing about it is
 * clever.
 */
@SuppressWarnings("SystemOut")
final class ScriptedRuntime {

    private static final String API = "/2018-06-01/runtime/";

    private final Socket socket;
    private final InputStream input;
    private final List<ByteBuffer> outside = new ArrayList<>();
    private String requestId = "none";
    private Map<String, String> headers = Map.of();
    private boolean answered = true;

    private ScriptedRuntime() throws IOException {
        String[] address = System.getenv("AWS_LAMBDA_RUNTIME_API").split(":", -1);
        socket = new Socket(address[0], Integer.parseInt(address[1]));
        socket.setTcpNoDelay(true);
        input = socket.getInputStream();
    }

    public static void main(String[] arguments) throws Exception {
        ScriptedRuntime runtime = new ScriptedRuntime();
        runtime.run(System.getenv().getOrDefault("SCRIPT", ""));
        while (true) {
            Reply next = runtime.call("GET", "invocation/next", new byte[0]);
            runtime.headers = next.headers();
            runtime.requestId = next.headers().get("lambda-runtime-aws-request-id");
            runtime.answered = false;
            runtime.run(next.text());
            if (!runtime.answered) {
                runtime.call("POST", "invocation/" + runtime.requestId + "/response", next.body());
            }
        }
    }

    /** Writes a script's package: a folder whose bootstrap starts this class on the JDK that runs the test. */
    static Path packageIn(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String bootstrap = "#!/bin/sh\nexec " + java
                + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MaxDirectMemorySize=1g -cp "
                + Path.of("target/test-classes").toAbsolutePath() + " " + ScriptedRuntime.class.getName() + "\n";
        return TestPackages.bootstrap(folder, bootstrap);
    }

    private void run(String script) throws Exception {
        for (String command : script.split(";", -1)) {
            String[] words = command.strip().split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            switch (words[0]) {
                case "print" -> System.out.println(rest);
                case "print-error" -> System.err.println(rest);
                case "write" -> {
                    System.out.print(rest);
                    System.out.flush();
                }
                case "rubbish" -> {
                    System.out.write(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'x', '\n'});
                    System.out.flush();
                }
                case "giant" -> {
                    System.out.write("g".repeat(Integer.parseInt(rest)).getBytes(StandardCharsets.UTF_8));
                    System.out.write('\n');
                    System.out.flush();
                }
                case "close-output" -> {
                    System.out.close();
                    System.err.close();
                }
                case "sleep" -> Thread.sleep(Long.parseLong(rest));
                case "spin" -> {
                    long end = System.nanoTime() + Long.parseLong(rest) * 1_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                }
                case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(rest));
                case "kill" ->
                    new ProcessBuilder(
                                    "kill",
                                    "-" + rest,
                                    "" + ProcessHandle.current().pid())
                            .start()
                            .waitFor();
                case "outside" -> {
                    for (int i = 0; i < Integer.parseInt(rest); i++) {
                        ByteBuffer megabyte = ByteBuffer.allocateDirect(1024 * 1024);
                        outside.add(megabyte);
                    }
                }
                case "child" -> new ProcessBuilder("sleep", rest).inheritIO().start();
                // As a daemon goes: another session, no variables, and what started it has ended.
                case "daemon" ->
                    new ProcessBuilder("sh", "-c", "setsid env -i sleep " + rest + " >/dev/null 2>&1 &")
                            .start()
                            .waitFor();
                case "tick" -> Thread.ofPlatform().daemon().start(ScriptedRuntime::tick);
                case "pid" -> answer("" + ProcessHandle.current().pid());
                case "variables" ->
                    answer(String.join(
                            "\n",
                            System.getenv().entrySet().stream()
                                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                                    .sorted()
                                    .toList()));
                case "headers" -> answer(headers.toString());
                case "answer" -> answer(rest);
                case "large" ->
                    report(call("POST", "invocation/" + requestId + "/response", new byte[Integer.parseInt(rest)]));
                case "error" -> report(call("POST", "invocation/" + requestId + "/error", bytes(rest)));
                case "init-error" -> report(call("POST", "init/error", bytes(rest)));
                case "post" -> {
                    String[] parts = rest.split(" ", 2);
                    report(call("POST", parts[0], bytes(parts.length > 1 ? parts[1] : "")));
                }
                case "register" -> registerExtension(rest);
                case "get" -> report(call("GET", rest, new byte[0]));
                default -> {}
            }
        }
    }

    /** Registers a part of this process as the extension {@code internal}, and prints what it is told. */
    private static void registerExtension(String events) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        String extensions = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2020-01-01/extension/";
        HttpResponse<String> registered = client.send(
                HttpRequest.newBuilder(URI.create(extensions + "register"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Lambda-Extension-Name", "internal")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"events\":[" + events + "]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        System.out.println("registered " + registered.statusCode() + " "
                + registered.body().strip());
        registered.headers().firstValue("Lambda-Extension-Identifier").ifPresent(identifier -> {
            HttpRequest next = HttpRequest.newBuilder(URI.create(extensions + "event/next"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Lambda-Extension-Identifier", identifier)
                    .build();
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    System.out.println("internal got "
                            + client.sendAsync(next, HttpResponse.BodyHandlers.ofString())
                                    .join()
                                    .body());
                }
            });
        });
    }

    private static void tick() {
        for (int i = 0; ; i++) {
            System.out.println("tick " + i);
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void answer(String text) throws IOException {
        call("POST", "invocation/" + requestId + "/response", bytes(text));
        answered = true;
    }

    /** Prints what the Runtime API replied, for the test to see. */
    private void report(Reply reply) {
        System.out.println("replied " + reply.status() + " " + reply.text().strip());
        answered |= reply.status() == 202 || reply.status() == 413;
    }

    private Reply call(String method, String resource, byte[] body) throws IOException {
        OutputStream output = socket.getOutputStream();
        String head = method + " " + API + resource + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        output.write(bytes(head));
        output.write(body);
        output.flush();
        return read();
    }

    private Reply read() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        return new Reply(status, fields, input.readNBytes(length));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int character = input.read(); character != '\n'; character = input.read()) {
            if (character < 0) {
                Runtime.getRuntime().halt(99);
            }
            line.write(character);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Reply(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
