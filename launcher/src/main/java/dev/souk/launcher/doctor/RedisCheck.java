package dev.souk.launcher.doctor;

import dev.souk.cache.redis.SlotOwners;
import dev.souk.launcher.doctor.Patience.Answered;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** The Redis Cluster, as each of the nodes in the settings sees it. */
final class RedisCheck {
    private static final int SLOTS = 16_384;

    private final Vertx vertx;
    private final Patience patience;
    private final Settings.Redis redis;

    RedisCheck(Vertx vertx, Patience patience, Settings.Redis redis) {
        this.vertx = vertx;
        this.patience = patience;
        this.redis = redis;
    }

    Future<List<Finding>> examine() {
        if (redis.nodes().isEmpty()) {
            return Future.succeededFuture(
                    List.of(Finding.good("redis", "none is named in the settings: each node caches for itself")));
        }
        List<Future<Answered<Boolean>>> asked =
                redis.nodes().stream().map(this::ask).toList();
        return Future.join(asked)
                .otherwiseEmpty()
                .compose(done -> SlotOwners.ask(vertx, redis))
                .map(owners -> List.of(finding(asked, owners)))
                .otherwise(failure -> List.of(Finding.unreachable(
                        "redis",
                        failure.getMessage() + silent(asked) + "; the shop goes on without it, and reads cost more")));
    }

    private Future<Answered<Boolean>> ask(String node) {
        Address address = Address.of(node);
        return patience.ask(
                address.host(), address.port(), () -> SlotOwners.clusterIsOk(vertx, redis, node), failure -> true);
    }

    private Finding finding(List<Future<Answered<Boolean>>> asked, SlotOwners owners) {
        long good = asked.stream()
                .filter(node -> node.succeeded() && node.result().answer())
                .count();
        int nodes = redis.nodes().size();
        String words = good + " of " + nodes + " nodes say the cluster is ok, " + owners.covered() + " of " + SLOTS
                + " slots have a master";
        String silent = silent(asked);
        if (!silent.isEmpty()) {
            return Finding.unreachable("redis", words + silent);
        }
        if (good < nodes || owners.covered() < SLOTS) {
            return Finding.wrong("redis", words + ": see 'redis-cli cluster nodes' on one of them");
        }
        long late = asked.stream().filter(node -> node.result().isLate()).count();
        return late > 0
                ? Finding.slow("redis", words + "; " + late + " of them answered late: the machine has too much to do")
                : Finding.good("redis", words);
    }

    private String silent(List<Future<Answered<Boolean>>> asked) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).failed()) {
                words.append("; ")
                        .append(redis.nodes().get(i))
                        .append(": ")
                        .append(Finding.wordsOf(asked.get(i).cause()));
            }
        }
        return words.toString();
    }
}
