package dev.hearth.lab.environment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An extension that does what the file beside it says, a list of commands separated by {@code ;}: at its start, and after
 * {@code on INVOKE} or {@code on SHUTDOWN} at each such event. What happens to it, it prints.
 */
@SuppressWarnings("SystemOut")
final class ScriptedExtension {

    private final String name;
    private final String api = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API");
    private final HttpClient client = HttpClient.newHttpClient();
    private String identifier = "";
    private String event = "";
    private int port;

    private ScriptedExtension(String name) {
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        ScriptedExtension extension = new ScriptedExtension(arguments[0]);
        List<String> script = List.of(Files.readString(Path.of(arguments[1])).split(";", -1));
        extension.run(script, "START");
        while (true) {
            extension.next();
            extension.run(script, extension.event.contains("SHUTDOWN") ? "SHUTDOWN" : "INVOKE");
        }
    }

    /** Writes a layer's folder with an extension of this name: it starts this class on the JDK that runs the test. */
    static Path layerIn(Path folder, String name, String script) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path extensions = Files.createDirectories(folder.resolve("extensions"));
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve(name), script);
        Path file = Files.writeString(
                extensions.resolve(name),
                "#!/bin/sh\nexec " + java + " -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "
                        + Path.of("target/test-classes").toAbsolutePath() + " " + ScriptedExtension.class.getName()
                        + " " + name + " /opt/scripts/" + name + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    private void run(List<String> script, String when) throws Exception {
        String now = "START";
        for (String command : script) {
            String[] words = command.strip().split(" ", 2);
            String rest = words.length > 1 ? words[1] : "";
            if (words[0].equals("on")) {
                now = rest;
            } else if (now.equals(when)) {
                run(words[0], rest);
            }
        }
    }

    private void run(String command, String rest) throws Exception {
        switch (command) {
            case "print" -> System.out.println(rest);
            case "event" -> System.out.println(name + " got " + event);
            case "register" -> {
                HttpResponse<String> response = post("/2020-01-01/extension/register", "{\"events\":[" + rest + "]}");
                identifier = response.headers()
                        .firstValue("Lambda-Extension-Identifier")
                        .orElse("");
                System.out.println(name + " registered " + response.statusCode() + " " + response.body());
            }
            case "post" ->
                System.out.println(name + " replied " + post(rest, "{}").statusCode());
            case "listen" -> listen();
            case "subscribe" -> {
                HttpResponse<String> response = client.send(
                        request("/2022-07-01/telemetry")
                                .PUT(HttpRequest.BodyPublishers.ofString(rest.replace("PORT", "" + port)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                System.out.println(name + " subscribed " + response.statusCode() + " "
                        + response.body().strip());
            }
            case "variables" ->
                System.getenv().keySet().stream().sorted().forEach(variable -> System.out.println("has " + variable));
            case "sleep" -> Thread.sleep(Long.parseLong(rest));
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(rest));
            default -> {}
        }
    }

    private void next() throws Exception {
        event = client.send(
                        request("/2020-01-01/extension/event/next").GET().build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Lambda-Extension-Name", name)
                .header("Lambda-Extension-Accept-Feature", "accountId")
                .header("Lambda-Extension-Function-Error-Type", "Fatal.Scripted");
        return identifier.isEmpty() ? request : request.header("Lambda-Extension-Identifier", identifier);
    }

    /** Prints a line for each line of each body that it is sent, by the name that AWS gives an environment for itself. */
    private void listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getAllByName("sandbox.localdomain")[0]);
        port = server.getLocalPort();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try (Socket socket = server.accept()) {
                    take(socket);
                } catch (IOException e) {
                    System.out.println(name + " lost " + e.getMessage());
                }
            }
        });
    }

    private void take(Socket socket) throws IOException {
        InputStream input = socket.getInputStream();
        int length = 0;
        String first = line(input).orElse("");
        if (first.startsWith("{")) {
            for (Optional<String> line = Optional.of(first); line.isPresent(); line = line(input)) {
                tell(line.get());
            }
            return;
        }
        for (String line = line(input).orElse("");
                !line.isEmpty();
                line = line(input).orElse("")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        String body = new String(input.readNBytes(length), StandardCharsets.UTF_8);
        // Printed before it is acknowledged, so that a test finds it before what follows.
        List<String> events =
                new ArrayList<>(List.of(body.substring(1, body.length() - 1).split("(?<=}),(?=\\{\"time\")")));
        events.forEach(this::tell);
        socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Not of what was told before, which would go on for ever. */
    private void tell(String told) {
        if (!told.contains(" told ")) {
            System.out.println(name + " told " + told);
        }
    }

    private static Optional<String> line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int character = input.read();
        if (character < 0) {
            return Optional.empty();
        }
        for (; character != '\n' && character >= 0; character = input.read()) {
            line.write(character);
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
    }
}
