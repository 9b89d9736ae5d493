package dev.souk.notification.live;

import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sockets that follow something in this node, and holds them to their limits: of the node, of a principal,
 * of a client address. Safe to use from every thread.
 */
public final class Sockets {
    private final Settings.Live settings;
    private final MeterRegistry metrics;
    private final Map<String, Integer> byPrincipal = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int open;

    public Sockets(Settings.Live settings, MeterRegistry metrics) {
        this.settings = settings;
        this.metrics = metrics;
        for (Limit limit : Limit.values()) {
            metrics.counter("souk.live.refused", "limit", limit.label());
        }
        Gauge.builder("souk.live.sockets", this, Sockets::open).register(metrics);
    }

    /** The bound that one more socket would exceed. */
    public enum Limit {
        NODE,
        PRINCIPAL,
        ADDRESS;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @return the limit that is reached; none: the socket counts until it is {@linkplain #close closed} */
    public synchronized @Nullable Limit open(String principal, String address) {
        Limit reached = isExceededBy(principal) ? Limit.PRINCIPAL : limitOf(address);
        if (reached == null) {
            add(address);
            byPrincipal.merge(principal, 1, Integer::sum);
        }
        return counted(reached);
    }

    public synchronized void close(String principal, String address) {
        close(address);
        forget(principal);
    }

    /**
     * Opens a socket without a known principal: its principals are {@linkplain #identify identified} later.
     *
     * @return the limit that is reached; none: the socket counts until it is {@linkplain #close(String) closed}
     */
    public synchronized @Nullable Limit open(String address) {
        Limit reached = limitOf(address);
        if (reached == null) {
            add(address);
        }
        return counted(reached);
    }

    public synchronized void close(String address) {
        open--;
        byAddress.computeIfPresent(address, (who, count) -> count == 1 ? null : count - 1);
    }

    /**
     * @return the limit that is reached; none: the principal has one more socket until it is {@linkplain #forget
     * forgotten}
     */
    public synchronized @Nullable Limit identify(String principal) {
        if (isExceededBy(principal)) {
            return counted(Limit.PRINCIPAL);
        }
        byPrincipal.merge(principal, 1, Integer::sum);
        return null;
    }

    public synchronized void forget(String principal) {
        byPrincipal.computeIfPresent(principal, (who, count) -> count == 1 ? null : count - 1);
    }

    /** @return the limit that one more socket of the client would exceed */
    public synchronized @Nullable Limit reached(String address) {
        return counted(limitOf(address));
    }

    private boolean isExceededBy(String principal) {
        return byPrincipal.getOrDefault(principal, 0) >= settings.perPrincipal();
    }

    private @Nullable Limit limitOf(String address) {
        if (byAddress.getOrDefault(address, 0) >= settings.perAddress()) {
            return Limit.ADDRESS;
        }
        return open >= settings.maxSockets() ? Limit.NODE : null;
    }

    private void add(String address) {
        open++;
        byAddress.merge(address, 1, Integer::sum);
    }

    private @Nullable Limit counted(@Nullable Limit reached) {
        if (reached != null) {
            metrics.counter("souk.live.refused", "limit", reached.label()).increment();
        }
        return reached;
    }

    synchronized int open() {
        return open;
    }
}
