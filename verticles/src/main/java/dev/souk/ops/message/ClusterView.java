package dev.souk.ops.message;

import dev.souk.ops.message.NodeReport.Load;
import java.time.Instant;
import java.util.List;

/**
 * The nodes of the cluster, as the node knows them that answers.
 *
 * @param seenBy the node that answers
 * @param nodes by name
 */
public record ClusterView(Instant at, String seenBy, List<Member> nodes) {
    public ClusterView {
        nodes = List.copyOf(nodes);
    }

    /**
     * @param silent whether nothing was heard of it for longer than a node that works is silent
     * @param heardMillisAgo since its last report
     * @param load at its last report
     */
    public record Member(
            String node,
            String version,
            List<String> roles,
            Instant startedAt,
            boolean silent,
            long heardMillisAgo,
            Load load) {
        public Member {
            roles = List.copyOf(roles);
        }
    }
}
