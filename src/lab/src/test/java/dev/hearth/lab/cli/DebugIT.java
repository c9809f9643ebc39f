package dev.hearth.lab.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up --debug}: a debugger's first words, by the Java Debug Wire Protocol. */
class DebugIT {

    private static final Path JVM = Path.of("../../target/jvm/function.zip");
    private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(US_ASCII);
    private static final int VIRTUAL_MACHINE = 1;
    private static final int SUSPEND = 8;
    private static final int RESUME = 9;

    @TempDir
    Path folder;

    @Test
    void an_environment_that_stands_still_in_a_debugger_is_neither_timed_out_nor_frozen() throws Exception {
        assumeTrue(Files.exists(JVM), "not built: " + JVM);
        int port = RunningLab.freePort();
        try (RunningLab lab = RunningLab.up(
                "--package", JVM.toString(), "--memory", "1024", "--timeout", "1s", "--debug", String.valueOf(port))) {
            lab.await(line -> line.contains("kept warm   not at all"));
            assertEquals(200, lab.get("/hello").statusCode(), lab.text());

            try (Debugger debugger = new Debugger(port)) {
                debugger.command(SUSPEND);
                CompletableFuture<Integer> answer = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> {
                    try {
                        answer.complete(lab.get("/hello").statusCode());
                    } catch (IOException | InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                });
                assertThrows(TimeoutException.class, () -> answer.get(1_500, TimeUnit.MILLISECONDS));
                debugger.command(RESUME);
                assertEquals(200, answer.get(3, TimeUnit.MINUTES), lab.text());
            }
        }
    }

    @Test
    void a_package_with_a_bootstrap_of_its_own_is_refused() throws Exception {
        Path source = BashPackage.in(folder.resolve("bash"));
        try (RunningLab lab =
                RunningLab.up("--package", source.toString(), "--debug", String.valueOf(RunningLab.freePort()))) {
            assertEquals(2, lab.awaitExit());
            assertTrue(
                    lab.text().contains("--debug is for packages that AWS's Java runtime starts, and " + source),
                    lab.text());
            assertFalse(lab.text().contains("\tat "), lab.text());
        }
    }

    /** As much of a debugger as is needed. */
    private static final class Debugger implements AutoCloseable {

        private static final int HEADER = 11;

        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;
        private int packets;

        Debugger(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
            out.write(HANDSHAKE);
            out.flush();
            assertEquals("JDWP-Handshake", new String(in.readNBytes(HANDSHAKE.length), US_ASCII));
        }

        /** Sends a command of the virtual machine's and waits for its reply; events that come first are passed over. */
        void command(int command) throws IOException {
            int id = ++packets;
            out.writeInt(HEADER);
            out.writeInt(id);
            out.writeByte(0);
            out.writeByte(VIRTUAL_MACHINE);
            out.writeByte(command);
            out.flush();
            while (true) {
                int length = in.readInt();
                int of = in.readInt();
                boolean reply = in.readByte() != 0;
                int error = in.readShort();
                in.readNBytes(length - HEADER);
                if (reply && of == id) {
                    assertEquals(0, error);
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
