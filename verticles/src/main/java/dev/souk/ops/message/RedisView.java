package dev.souk.ops.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ring of the Redis Cluster, as one of its nodes told.
 *
 * @param unreachable why no node could be asked, in words; absent when one answered. Without one there are no nodes
 * @param toldBy {@code host:port} of the node that answered
 * @param coveredSlots of 16,384 that have a master that works
 * @param nodes masters by their first slot, each before its replicas
 * @param key where the key lives that was asked for
 */
public record RedisView(
        Instant at,
        @Nullable String unreachable,
        @Nullable String toldBy,
        int coveredSlots,
        List<RingNode> nodes,
        @Nullable KeyPlace key) {
    public RedisView {
        nodes = List.copyOf(nodes);
    }

    /**
     * @param address {@code host:port}
     * @param master address of the master of a replica; absent: it is a master
     * @param state {@code ok}, {@code suspected} or {@code failed} as the nodes agreed, {@code disconnected} from the
     *     one that tells
     * @param slots of a master
     */
    public record RingNode(String address, @Nullable String master, RingState state, List<SlotRange> slots) {
        public RingNode {
            slots = List.copyOf(slots);
        }
    }

    /** Both ends are included; 0 to 16383. */
    public record SlotRange(int from, int to) {}

    /** The state of a node of the ring. */
    public enum RingState {
        OK,
        SUSPECTED,
        FAILED,
        DISCONNECTED
    }

    /**
     * @param key as it was asked for
     * @param slot by its hash tag, where it has one; 0 to 16383
     * @param master {@code host:port}; absent: the slot has none, or no node could be asked
     */
    public record KeyPlace(String key, int slot, @Nullable String master, List<String> replicas) {
        public KeyPlace {
            replicas = List.copyOf(replicas);
        }
    }
}
