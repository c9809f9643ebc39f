package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DebugPortsTest {

    @Test
    void a_port_that_somebody_else_has_is_passed_over_and_one_that_is_given_back_is_next() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DebugPorts ports = new DebugPorts(taken.getLocalPort());
            int first = ports.take();
            int second = ports.take();
            assertTrue(first > taken.getLocalPort() && second > first);
            ports.giveBack(first);
            assertEquals(first, ports.take());
        }
    }

    @Test
    void there_is_none_beyond_the_last() {
        DebugPorts ports = new DebugPorts(65_536);
        assertThrows(IOException.class, ports::take);
    }
}
