package dev.souk.embedded.redis;

import dev.souk.embedded.Ports;
import dev.souk.embedded.StackException;
import dev.souk.embedded.process.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a cluster out of six nodes, as {@code redis-cli --cluster create} does: the first three are masters with a
 * third of the 16,384 hash slots each, the others their replicas.
 */
final class RedisCluster {

    static final int SLOTS = 16_384;
    private static final int MASTERS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<Integer> ports;

    RedisCluster(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    /** Forms the cluster out of nodes that know nothing of each other; returns when all of it works. */
    void form() {
        try {
            for (int node = 0; node < ports.size(); node++) {
                if (node < MASTERS) {
                    send(node, addSlots(node));
                }
                // Distinct from the start: two masters with the same epoch would have to settle it first.
                send(node, List.of("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(node + 1)));
            }
            for (int node = 0; node < ports.size(); node++) {
                for (int other = node + 1; other < ports.size(); other++) {
                    send(node, List.of("CLUSTER", "MEET", Ports.LOOPBACK, Integer.toString(ports.get(other))));
                }
            }
            await("its nodes do not meet", this::allHaveMet);
            for (int replica = MASTERS; replica < ports.size(); replica++) {
                String master = send(replica - MASTERS, List.of("CLUSTER", "MYID"));
                send(replica, List.of("CLUSTER", "REPLICATE", master));
            }
        } catch (IOException e) {
            throw new StackException("The Redis cluster cannot be formed: " + e.getMessage(), e);
        }
        await("it does not come to cluster_state:ok", this::isWhole);
    }

    /** One slot after the other: ADDSLOTSRANGE is not known to Redis 6. */
    private static List<String> addSlots(int master) {
        List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        IntStream.range(SLOTS * master / MASTERS, SLOTS * (master + 1) / MASTERS)
                .forEach(slot -> command.add(Integer.toString(slot)));
        return command;
    }

    /** Waits for a cluster that was whole once to be so again; says whether it is. */
    boolean isWholeWithin(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        while (!isWhole()) {
            if (deadline.hasPassed()) {
                return false;
            }
            deadline.pause();
        }
        return true;
    }

    private void await(String otherwise, Condition condition) {
        Deadline deadline = Deadline.in(LIMIT);
        while (!condition.holds()) {
            if (deadline.hasPassed()) {
                throw new StackException("The Redis cluster cannot be formed: " + otherwise);
            }
            deadline.pause();
        }
    }

    private boolean allHaveMet() {
        return IntStream.range(0, ports.size()).allMatch(node -> {
            try {
                String nodes = send(node, List.of("CLUSTER", "NODES"));
                return nodes.lines().count() == ports.size() && !nodes.contains("handshake");
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    /** Every node serves, every slot has a master, and three replicas are linked to theirs. */
    boolean isWhole() {
        int replicas = 0;
        for (int node = 0; node < ports.size(); node++) {
            try {
                String state = send(node, List.of("CLUSTER", "INFO"));
                if (!state.contains("cluster_state:ok")
                        || !state.contains("cluster_slots_ok:" + SLOTS)
                        || !state.contains("cluster_known_nodes:" + ports.size())) {
                    return false;
                }
                String replication = send(node, List.of("INFO", "replication"));
                if (replication.contains("role:slave")) {
                    if (!replication.contains("master_link_status:up")) {
                        return false;
                    }
                    replicas++;
                }
            } catch (IOException notYet) {
                return false;
            }
        }
        return replicas == ports.size() - MASTERS;
    }

    private String send(int node, List<String> command) throws IOException {
        try (RedisConnection connection = new RedisConnection(ports.get(node))) {
            return connection.send(command);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }
}
