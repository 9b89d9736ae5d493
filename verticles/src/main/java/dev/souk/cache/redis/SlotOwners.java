package dev.souk.cache.redis;

import dev.souk.bus.UnavailableException;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which node of the Redis Cluster is the master of which hash slots, as one of its nodes told. A value: two that say
 * the same are equal.
 *
 * @param ranges in the order of their slots as a rule; a slot that none has has no owner
 */
public record SlotOwners(List<Range> ranges) {
    private static final int LIMIT_SECONDS = 2;

    /**
     * Slots that have one master.
     *
     * @param from the first of them
     * @param to the last of them
     * @param master {@code host:port}
     * @param replicas {@code host:port} each
     */
    public record Range(int from, int to, String master, List<String> replicas) {
        public Range {
            replicas = List.copyOf(replicas);
        }

        boolean has(int slot) {
            return from <= slot && slot <= to;
        }

        public int slots() {
            return to - from + 1;
        }
    }

    public SlotOwners {
        ranges = List.copyOf(ranges);
    }

    /** Asks one node after the other; fails with {@link UnavailableException} when none answers. */
    public static Future<SlotOwners> ask(Vertx vertx, Settings.Redis redis) {
        return ask(vertx, redis, redis.nodes().iterator(), "no node is named in the settings")
                .recover(failure -> Future.failedFuture(new UnavailableException("the Redis Cluster at "
                        + String.join(",", redis.nodes()) + " cannot be reached: " + failure.getMessage())));
    }

    private static Future<SlotOwners> ask(Vertx vertx, Settings.Redis redis, Iterator<String> nodes, String reason) {
        if (!nodes.hasNext()) {
            return Future.failedFuture(reason);
        }
        return send(vertx, redis, nodes.next(), Request.cmd(Command.CLUSTER).arg("SLOTS"))
                .map(SlotOwners::read)
                .recover(failure -> ask(vertx, redis, nodes, String.valueOf(failure.getMessage())));
    }

    /** Whether this node says that the cluster works; fails when it does not answer. */
    public static Future<Boolean> clusterIsOk(Vertx vertx, Settings.Redis redis, String node) {
        return send(vertx, redis, node, Request.cmd(Command.CLUSTER).arg("INFO"))
                .map(state -> state.toString().contains("cluster_state:ok"));
    }

    /** The node's answer to {@code CLUSTER NODES}, as text; fails when the node does not answer. */
    public static Future<String> toldBy(Vertx vertx, Settings.Redis redis, String node) {
        return send(vertx, redis, node, Request.cmd(Command.CLUSTER).arg("NODES"))
                .map(Response::toString);
    }

    /** One command to one node. */
    private static Future<Response> send(Vertx vertx, Settings.Redis redis, String node, Request request) {
        Redis client = Redis.createClient(vertx, RedisClients.alone(redis, node));
        return client.send(request).timeout(LIMIT_SECONDS, TimeUnit.SECONDS).onComplete(done -> client.close());
    }

    /** {@code [[from, to, [host, port, id, ...], replica...]...]} */
    private static SlotOwners read(Response slots) {
        List<Range> ranges = new ArrayList<>();
        for (Response range : slots) {
            List<String> replicas = new ArrayList<>();
            for (int node = 3; node < range.size(); node++) {
                replicas.add(address(range.get(node)));
            }
            ranges.add(new Range(range.get(0).toInteger(), range.get(1).toInteger(), address(range.get(2)), replicas));
        }
        return new SlotOwners(ranges);
    }

    private static String address(Response node) {
        return node.get(0) + ":" + node.get(1);
    }

    /** @return {@code host:port}, or words that say that no node has this slot */
    public String of(int slot) {
        for (Range range : ranges) {
            if (range.has(slot)) {
                return range.master();
            }
        }
        return "(no owner)";
    }

    /** Whether any node has this slot. */
    public boolean isOwned(int slot) {
        return ranges.stream().anyMatch(range -> range.has(slot));
    }

    /** @return {@code host:port} of each node that has slots */
    public Set<String> masters() {
        Set<String> masters = new LinkedHashSet<>();
        ranges.forEach(range -> masters.add(range.master()));
        return masters;
    }

    /** How many of the 16,384 slots have a master. */
    public int covered() {
        return ranges.stream().mapToInt(Range::slots).sum();
    }
}
