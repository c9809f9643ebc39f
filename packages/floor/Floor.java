import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The least that a Java function can be: a Runtime API loop on one socket, answering every event alike. What a start is measured against. */
public final class Floor {

    private static final String API = "/2018-06-01/runtime/invocation/";
    private static final byte[] ANSWER = "{\"statusCode\":200,\"body\":\"Hello from the floor\"}".getBytes(StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws IOException {
        String host = System.getenv("AWS_LAMBDA_RUNTIME_API");
        int colon = host.lastIndexOf(':');
        try (Socket socket = new Socket(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)))) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String id = exchange(socket, in, "GET " + API + "next", host, new byte[0]);
                exchange(socket, in, "POST " + API + id + "/response", host, ANSWER);
            }
        }
    }

    /** Sends one request, reads the whole answer, returns the request id that its headers name (empty where none). */
    private static String exchange(Socket socket, InputStream in, String request, String host, byte[] body) throws IOException {
        String head = request + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        byte[] message = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, message, 0, head.length());
        System.arraycopy(body, 0, message, head.length(), body.length);
        out.write(message);
        String id = "";
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).trim();
            if (lower.startsWith("lambda-runtime-aws-request-id:")) {
                id = value;
            } else if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(value);
            }
        }
        in.readNBytes(length);
        return id;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The Runtime API closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
