package dev.souk.cache.hot;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import java.util.List;

/** The messages about hot keys, between nodes and to the control room. */
public final class HotKeyMessages {
    /** Once a second, from each node that reads anything often. */
    public static final BusHint<HeatReport> HEAT = new BusHint<>("cache.heat", HeatReport.class);

    public static final BusEndpoint<ListHotKeys, HotKeyList> LIST =
            new BusEndpoint<>("cache.hot-keys", ListHotKeys.class, HotKeyList.class);

    private HotKeyMessages() {}

    /** @param rate reads a second, of the last seconds */
    public record KeyRate(String key, double rate) {}

    /** @param node unique among the nodes */
    public record HeatReport(String node, List<KeyRate> keys) {
        public HeatReport {
            keys = List.copyOf(keys);
        }
    }

    public record ListHotKeys() {}

    /** @param items the hottest first */
    public record HotKeyList(List<HotKey> items) {
        public HotKeyList {
            items = List.copyOf(items);
        }
    }

    /**
     * @param rate reads a second over all nodes
     * @param copies none while the owners of the slots are not known
     */
    public record HotKey(String key, long rate, List<Copy> copies) {
        public HotKey {
            copies = List.copyOf(copies);
        }
    }

    /**
     * A copy in Redis.
     *
     * @param key without the prefix of all keys
     * @param owner {@code host:port} of the master that has the slot
     */
    public record Copy(String key, int slot, String owner) {}
}
