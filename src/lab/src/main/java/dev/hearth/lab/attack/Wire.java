package dev.hearth.lab.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One exchange through a socket of its own, without a library that would mend, repeat or pass over something. */
final class Wire {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int CONTINUE = 100;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** What came back. */
    sealed interface Reply {

        /**
         * An HTTP response, whole.
         *
         * @param headers by their names in lower case
         */
        record Answered(int status, Map<String, String> headers, String body) implements Reply {

            Optional<String> header(String name) {
                return Optional.ofNullable(headers.get(name));
            }
        }

        /** The connection was refused or ended before a response was whole. */
        record Closed(String why) implements Reply {}

        /** Nothing came for longer than the patience. */
        record Silent() implements Reply {}
    }

    private Wire() {}

    /** Sends a request, waits for its response. */
    static Reply exchange(int port, byte[] request, Duration patience) {
        return exchange(port, request, patience, false);
    }

    /** Sends a request and says that nothing follows, waits for a response or the end. */
    static Reply breakOff(int port, byte[] request, Duration patience) {
        return exchange(port, request, patience, true);
    }

    private static Reply exchange(int port, byte[] request, Duration patience, boolean over) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout((int) patience.toMillis());
            send(socket, request);
            if (over) {
                socket.shutdownOutput();
            }
            return read(socket.getInputStream(), startsWith(request, "HEAD "));
        } catch (SocketTimeoutException e) {
            return new Reply.Silent();
        } catch (IOException e) {
            return new Reply.Closed(String.valueOf(e.getMessage()));
        }
    }

    /** What is refused need not be read to its end. */
    private static void send(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The answer may be there all the same.
        }
    }

    /**
     * Leaves in the middle: sends the first part, then resets the connection after a while.
     *
     * @param part from 0 to 1
     */
    static void abort(int port, byte[] request, double part, Duration after) throws InterruptedException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.getOutputStream().write(request, 0, (int) (request.length * part));
            socket.getOutputStream().flush();
            Thread.sleep(after);
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // There was nobody to leave.
        }
    }

    /** A request with what HTTP needs. */
    static byte[] request(String method, String target, int port, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: localhost:")
                .append(port)
                .append("\r\nConnection: close\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static boolean startsWith(byte[] bytes, String text) {
        return new String(bytes, 0, Math.min(bytes.length, text.length()), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static Reply read(InputStream input, boolean head) throws IOException {
        while (true) {
            Optional<String> line = line(input);
            if (line.isEmpty()) {
                return new Reply.Closed("before a response began");
            }
            String[] words = line.get().split(" ", 3);
            if (words.length < 2 || !words[0].matches("[A-Z]+/\\d\\.\\d") || !words[1].matches("[1-5]\\d\\d")) {
                return new Reply.Closed("with what is no response: " + line.get());
            }
            int status = Integer.parseInt(words[1]);
            Map<String, String> headers = headers(input);
            if (status >= OK) {
                boolean bodiless = head || status == NO_CONTENT || status == NOT_MODIFIED;
                return new Reply.Answered(status, headers, bodiless ? "" : body(input, headers));
            }
            if (status != CONTINUE) {
                return new Reply.Closed("with the interim status " + status);
            }
        }
    }

    private static Map<String, String> headers(InputStream input) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = lineOrFail(input); !line.isEmpty(); line = lineOrFail(input)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("with a header without a name: " + line);
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String body(InputStream input, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length == null) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
        byte[] body = input.readNBytes(Integer.parseInt(length));
        if (body.length < Integer.parseInt(length)) {
            throw new IOException("after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String lineOrFail(InputStream input) throws IOException {
        return line(input).orElseThrow(() -> new IOException("in the middle of a head"));
    }

    private static Optional<String> line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            line.write(next);
        }
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).strip());
    }
}
