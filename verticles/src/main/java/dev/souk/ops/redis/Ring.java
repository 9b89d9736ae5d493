package dev.souk.ops.redis;

import dev.souk.cache.redis.HashSlot;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.ops.message.RedisView;
import dev.souk.ops.message.RedisView.KeyPlace;
import dev.souk.ops.message.RedisView.RingNode;
import dev.souk.ops.message.RedisView.RingState;
import dev.souk.ops.message.RedisView.SlotRange;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the Redis Cluster: asks the node that answered last, and all that the settings name when it does not. A look
 * never fails: a cluster that is away is told as away. Runs on the context that asks.
 */
public final class Ring {
    private static final Duration ONE = Duration.ofSeconds(1);
    private static final Duration ALL = Duration.ofSeconds(2);
    /** Any node knows all others: a dozen of them is enough to ask. */
    private static final int ASKED = 12;

    private final Vertx vertx;
    private final Settings.Redis redis;
    private @Nullable String answeredLast;

    public Ring(Vertx vertx, Settings.Redis redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    private record Told(String by, String text) {}

    public Future<RedisView> look() {
        if (redis.nodes().isEmpty()) {
            return Future.succeededFuture(away("the settings name no node: each node caches for itself"));
        }
        return told().map(Ring::view)
                .otherwise(failure -> away("no node of " + String.join(",", redis.nodes()) + " answers"));
    }

    private Future<Told> told() {
        String known = answeredLast;
        return known == null ? anyNode() : ask(known, ONE).recover(failure -> anyNode());
    }

    private Future<Told> anyNode() {
        List<Future<Told>> asked =
                redis.nodes().stream().limit(ASKED).map(node -> ask(node, ALL)).toList();
        return Future.any(asked)
                .map(any -> asked.stream()
                        .filter(Future::succeeded)
                        .findFirst()
                        .orElseThrow()
                        .result())
                .onSuccess(told -> answeredLast = told.by())
                .onFailure(failure -> answeredLast = null);
    }

    private Future<Told> ask(String node, Duration within) {
        return SlotOwners.toldBy(vertx, redis, node)
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .map(text -> new Told(node, text));
    }

    private static RedisView away(String reason) {
        return new RedisView(Instant.now(), reason, null, 0, List.of(), null);
    }

    private static RedisView view(Told told) {
        List<RingNode> nodes = ClusterNodes.read(told.text(), told.by());
        int covered = nodes.stream()
                .filter(Ring::works)
                .flatMap(node -> node.slots().stream())
                .mapToInt(range -> range.to() - range.from() + 1)
                .sum();
        return new RedisView(Instant.now(), null, told.by(), covered, nodes, null);
    }

    private static boolean works(RingNode node) {
        return node.state() == RingState.OK || node.state() == RingState.SUSPECTED;
    }

    /** Adds the place of a key to a view. The slot of the key is known even while no node can be asked. */
    public static RedisView withKey(RedisView view, String key) {
        int slot = HashSlot.of(key);
        String master = view.nodes().stream()
                .filter(node -> node.master() == null && has(node, slot))
                .map(RingNode::address)
                .findFirst()
                .orElse(null);
        List<String> replicas = view.nodes().stream()
                .filter(node -> master != null && master.equals(node.master()))
                .map(RingNode::address)
                .toList();
        KeyPlace place = new KeyPlace(key, slot, master, replicas);
        return new RedisView(view.at(), view.unreachable(), view.toldBy(), view.coveredSlots(), view.nodes(), place);
    }

    private static boolean has(RingNode node, int slot) {
        return node.slots().stream().anyMatch(range -> within(range, slot));
    }

    private static boolean within(SlotRange range, int slot) {
        return range.from() <= slot && slot <= range.to();
    }
}
