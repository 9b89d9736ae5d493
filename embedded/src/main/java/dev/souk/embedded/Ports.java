package dev.souk.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;

/** The loopback ports of a stack: whether they are free. */
public final class Ports {

    public static final String LOOPBACK = "127.0.0.1";
    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** @throws StackException naming the first port that is taken, and its intended owner */
    static void requireFree(Map<Integer, String> wanted) {
        wanted.forEach((port, owner) -> {
            if (port < 1 || port > HIGHEST) {
                throw new StackException(
                        "Port " + port + " for " + owner + " does not exist: choose a smaller port offset");
            }
            if (!isFree(port)) {
                throw new StackException("Port " + port + " for " + owner
                        + " is taken by another program: stop that, or choose a port offset");
            }
        });
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of an earlier stack that only wait for their time-out are no obstacle to a server either.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
