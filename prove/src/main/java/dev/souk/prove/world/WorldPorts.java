package dev.souk.prove.world;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * The loopback ports of a shop, beside those of the servers: a block of {@value #BLOCK}, below the range from which
 * Linux takes the ports of outgoing connections and above those that the servers choose from.
 *
 * @param first of the block
 * @param nodes of the shop, 1 to {@value #MOST_NODES}
 */
record WorldPorts(int first, int nodes) {
    static final String HOST = "127.0.0.1";
    static final int BROKERS = 3;
    private static final int MOST_NODES = 9;
    private static final int BLOCK = 3 * MOST_NODES + 1 + BROKERS;
    private static final int LOWEST = 28_100;
    private static final int BLOCKS = (32_768 - LOWEST) / BLOCK;

    /** A block of ports on which no process listens at the moment. */
    static WorldPorts free(int nodes) {
        while (true) {
            int first = LOWEST + BLOCK * ThreadLocalRandom.current().nextInt(BLOCKS);
            if (IntStream.range(first, first + BLOCK).allMatch(WorldPorts::isFree)) {
                return new WorldPorts(first, nodes);
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** @param node from 1 on */
    int http(int node) {
        return first + node - 1;
    }

    int management(int node) {
        return first + MOST_NODES + node - 1;
    }

    int cluster(int node) {
        return first + 2 * MOST_NODES + node - 1;
    }

    int provider() {
        return first + 3 * MOST_NODES;
    }

    /** @param broker from 1 on */
    int detour(int broker) {
        return provider() + broker;
    }

    /** The ports that the shop takes, each with its use; the servers of the stack know their own. */
    Map<Integer, String> taken() {
        Map<Integer, String> taken = new TreeMap<>();
        taken.put(provider(), "the payment provider");
        for (int node = 1; node <= nodes; node++) {
            taken.put(http(node), "HTTP of souk-" + node);
            taken.put(management(node), "management of souk-" + node);
            taken.put(cluster(node), "the cluster port of souk-" + node);
        }
        return taken;
    }
}
