package dev.souk.edge.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of a node, in all and by client, and how many there may be. Every connection is counted until it
 * is closed, refused ones too. Safe for every thread.
 */
public final class ConnectionCount {
    private static final String REFUSED = "souk.edge.connections.refused";

    private final int limit;
    private final int clientLimit;
    private final AtomicInteger open = new AtomicInteger();
    /** As many entries as clients that have a connection: no more than connections. */
    private final ConcurrentHashMap<ClientGroup, Integer> byClient = new ConcurrentHashMap<>();

    private final Counter refusedByNode;
    private final Counter refusedByClient;

    /**
     * @param limit connections of a node
     * @param clientLimit connections of one {@link ClientGroup}
     */
    public ConnectionCount(int limit, int clientLimit, MeterRegistry metrics) {
        this.limit = limit;
        this.clientLimit = clientLimit;
        this.refusedByNode = metrics.counter(REFUSED, "bound", "node");
        this.refusedByClient = metrics.counter(REFUSED, "bound", "client");
        Gauge.builder("souk.edge.connections", open, AtomicInteger::get).register(metrics);
    }

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    /**
     * @param proxy whether it speaks for others: the bound of one client is not its
     * @return whether the connection may stay; either way {@link #closed} must follow
     */
    boolean opened(ClientGroup client, boolean proxy) {
        int ofClient = byClient.merge(client, 1, Integer::sum);
        if (open.incrementAndGet() > limit) {
            refusedByNode.increment();
            return false;
        }
        if (ofClient > clientLimit && !proxy) {
            refusedByClient.increment();
            return false;
        }
        return true;
    }

    void closed(ClientGroup client) {
        open.decrementAndGet();
        byClient.computeIfPresent(client, (group, count) -> count == 1 ? null : count - 1);
    }

    /** Clients that have a connection. */
    int clients() {
        return byClient.size();
    }

    static ClientGroup clientOf(SocketAddress peer) {
        return ClientGroup.of(peer.hostAddress());
    }
}
