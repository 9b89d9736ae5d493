package dev.souk.ops.node;

import dev.souk.ops.message.ClusterView;
import dev.souk.ops.message.ClusterView.Member;
import dev.souk.ops.message.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that were heard of, bounded. One that falls silent stays for a while, so that an operator sees that it
 * went. Times are by {@link System#nanoTime}. For one context.
 */
public final class Nodes {
    static final int MOST = 500;
    private static final Duration KEEP = Duration.ofMinutes(10);
    /** A node that works reports every 10 s while no operator looks, and every second while one does. */
    private static final Duration SILENT = Duration.ofSeconds(25);

    private static final Duration SILENT_WHILE_LOOKED_AT = Duration.ofSeconds(4);

    private final String self;
    private final Map<String, Heard> heard = new TreeMap<>();
    private @Nullable Long looksSince;
    private long lookedAt;

    private record Heard(NodeReport report, long at) {}

    /** @param self the node that this is */
    public Nodes(String self) {
        this.self = self;
    }

    /** Notes a report. When there are too many nodes, the one that was silent for the longest goes. */
    public void heard(NodeReport report, long now) {
        heard.put(report.node(), new Heard(report, now));
        if (heard.size() > MOST) {
            heard.entrySet().stream()
                    .max(Comparator.comparingLong(node -> now - node.getValue().at()))
                    .ifPresent(longest -> heard.remove(longest.getKey()));
        }
    }

    /** An operator looks: from now on nodes report every second. */
    public void looked(long now) {
        if (looksSince == null || now - lookedAt > NodeReportVerticle.LOOKED_AT.toNanos()) {
            looksSince = now;
        }
        lookedAt = now;
    }

    public ClusterView view(Instant at, long now) {
        List<Member> members = new ArrayList<>();
        current(now)
                .forEach((name, node) -> members.add(new Member(
                        name,
                        node.report().version(),
                        node.report().roles(),
                        node.report().startedAt(),
                        isSilent(node, now),
                        Duration.ofNanos(Math.max(0, now - node.at())).toMillis(),
                        node.report().load())));
        return new ClusterView(at, self, members);
    }

    /** @return the last report of each node that is not silent */
    public List<NodeReport> reports(long now) {
        return current(now).values().stream()
                .filter(node -> !isSilent(node, now))
                .map(Heard::report)
                .toList();
    }

    private Map<String, Heard> current(long now) {
        heard.values().removeIf(node -> now - node.at() > KEEP.toNanos());
        return heard;
    }

    private boolean isSilent(Heard node, long now) {
        long silent = now - node.at();
        boolean reportEverySecond = looksSince != null && now - looksSince > SILENT_WHILE_LOOKED_AT.toNanos();
        return silent > (reportEverySecond ? SILENT_WHILE_LOOKED_AT : SILENT).toNanos();
    }
}
