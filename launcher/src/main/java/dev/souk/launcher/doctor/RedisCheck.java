package dev.souk.launcher.doctor;

import dev.souk.cache.redis.SlotOwners;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** The Redis Cluster, as each of the nodes in the settings sees it. */
final class RedisCheck {
    private static final int SLOTS = 16_384;

    private final Vertx vertx;
    private final Settings.Redis redis;

    RedisCheck(Vertx vertx, Settings.Redis redis) {
        this.vertx = vertx;
        this.redis = redis;
    }

    Future<List<Finding>> examine() {
        if (redis.nodes().isEmpty()) {
            return Future.succeededFuture(
                    List.of(Finding.good("redis", "none is named in the settings: each node caches for itself")));
        }
        List<Future<Boolean>> healthy = redis.nodes().stream()
                .map(node -> SlotOwners.clusterIsOk(vertx, redis, node).otherwise(false))
                .toList();
        return Future.join(healthy)
                .compose(asked -> SlotOwners.ask(vertx, redis))
                .map(owners -> {
                    long good = healthy.stream().filter(Future::result).count();
                    int nodes = redis.nodes().size();
                    String words = good + " of " + nodes + " nodes say the cluster is ok, " + owners.covered() + " of "
                            + SLOTS + " slots have a master";
                    return List.of(new Finding("redis", good == nodes && owners.covered() == SLOTS, words));
                })
                .otherwise(failure -> List.of(Finding.bad("redis", String.valueOf(failure.getMessage()))));
    }
}
