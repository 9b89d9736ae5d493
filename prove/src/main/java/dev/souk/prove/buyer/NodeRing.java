package dev.souk.prove.buyer;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client-side balancing over the nodes in turn. A node that did not answer is left out for a while, longer each time.
 * After that, one request tries the node, and the other requests avoid it until the outcome is known. When all nodes
 * are left out, they are tried in turn all the same. Thread-safe.
 */
final class NodeRing {
    private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();
    /** A request that tries a node and is never heard of again keeps it closed for this long. */
    private static final long TRIED_FOR = Duration.ofSeconds(1).toNanos();

    private static final long LONGEST_PAUSE = Duration.ofSeconds(4).toNanos();

    private final Supplier<List<URI>> nodes;
    private final LongSupplier nanoClock;
    private final Map<URI, Quarantine> quarantines = new HashMap<>();
    private int turn;

    /** @param tried a request is on its way that shows whether the node answers again */
    private record Quarantine(long until, long pause, boolean tried) {}

    /** @param nodes base URLs, asked for at every request: nodes may come and go; never empty */
    NodeRing(Supplier<List<URI>> nodes, LongSupplier nanoClock) {
        this.nodes = nodes;
        this.nanoClock = nanoClock;
    }

    /** @param not a node to avoid if there is another that answers */
    synchronized URI next(@Nullable URI not) {
        List<URI> all = nodes.get();
        long now = nanoClock.getAsLong();
        List<URI> open = all.stream().filter(node -> isOpen(node, now)).toList();
        List<URI> from = open.isEmpty() ? all : open;
        URI node = from.get(Math.floorMod(turn++, from.size()));
        URI chosen = node.equals(not) ? from.get(Math.floorMod(turn++, from.size())) : node;
        quarantines.computeIfPresent(
                chosen,
                (tried, quarantine) ->
                        isOpen(tried, now) ? new Quarantine(now + TRIED_FOR, quarantine.pause, true) : quarantine);
        return chosen;
    }

    private boolean isOpen(URI node, long now) {
        Quarantine quarantine = quarantines.get(node);
        return quarantine == null || now - quarantine.until >= 0;
    }

    /** The node did not answer. Failures while it is left out already, of requests sent before, do not count. */
    synchronized void failed(URI node) {
        long now = nanoClock.getAsLong();
        Quarantine last = quarantines.get(node);
        if (last == null || last.tried || isOpen(node, now)) {
            long pause = last == null ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, last.pause * 2);
            quarantines.put(node, new Quarantine(now + pause, pause, false));
        }
    }

    synchronized void answered(URI node) {
        quarantines.remove(node);
    }
}
