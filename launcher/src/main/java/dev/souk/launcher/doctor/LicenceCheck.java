package dev.souk.launcher.doctor;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The licence of a CockroachDB cluster: one of several nodes that has none slows down to 5 transactions at a time. */
final class LicenceCheck {
    private static final String LICENCE = "SHOW CLUSTER SETTING enterprise.license";
    private static final String NODES = "SELECT count(*)::int8 FROM crdb_internal.gossip_nodes";

    private final Pool pool;

    LicenceCheck(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param version of the server
     * @return nothing for other databases
     */
    Future<List<Finding>> examine(String version) {
        if (!version.contains("CockroachDB")) {
            return Future.succeededFuture(List.of());
        }
        return pool.query(LICENCE)
                .execute()
                .compose(licence -> pool.query(NODES)
                        .execute()
                        .map(nodes -> List.of(finding(
                                licence.iterator().next().getString(0),
                                nodes.iterator().next().getLong(0)))))
                .otherwise(failure -> List.of(
                        Finding.good("licence", "this user may not read it (" + Finding.wordsOf(failure) + ")")));
    }

    static Finding finding(@Nullable String licence, long nodes) {
        if (licence != null && !licence.isBlank()) {
            return Finding.good("licence", "there is one");
        }
        return nodes > 1
                ? Finding.risky(
                        "licence",
                        "none, with " + nodes + " nodes: from the 8th day on CockroachDB runs 5 transactions at a time;"
                                + " set COCKROACH_LICENSE for compose, or cluster.organization and enterprise.license")
                : Finding.good("licence", "none, which one node does not need");
    }
}
