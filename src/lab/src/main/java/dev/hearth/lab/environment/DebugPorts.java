package dev.hearth.lab.environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.TreeSet;

/** The ports that environments listen on for a debugger, from a first one upwards. Thread-safe. */
final class DebugPorts {

    private static final int LAST = 65_535;

    private final int first;
    private final Set<Integer> taken = new TreeSet<>();

    DebugPorts(int first) {
        this.first = first;
    }

    /** The lowest that no environment of this lab and nobody else on this machine has. */
    synchronized int take() throws IOException {
        for (int port = first; port <= LAST; port++) {
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IOException("no port from " + first + " on is free for a debugger");
    }

    synchronized void giveBack(int port) {
        taken.remove(port);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
