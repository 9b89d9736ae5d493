package dev.souk.prove.check;

import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.Item;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A cart as it is at some moment of a made-up run. */
final class CartBook {
    final UUID id = UUID.randomUUID();
    final String buyer;
    final Map<String, Long> units = new TreeMap<>();
    private final Map<String, Long> changed = new TreeMap<>();
    long version = 1;

    CartBook(String buyer) {
        this.buyer = buyer;
    }

    void set(String sku, long quantity) {
        version++;
        if (quantity == 0) {
            units.remove(sku);
            changed.remove(sku);
        } else {
            units.put(sku, quantity);
            changed.put(sku, version);
        }
    }

    /** An order of that version is confirmed. */
    void bought(long ordered, Collection<String> skus) {
        List<String> gone = skus.stream()
                .filter(sku -> changed.getOrDefault(sku, Long.MAX_VALUE) <= ordered)
                .toList();
        version += gone.isEmpty() ? 0 : 1;
        gone.forEach(units::remove);
        gone.forEach(changed::remove);
    }

    CartSeen seen() {
        return seen(version);
    }

    CartSeen seen(long told) {
        return new CartSeen(id.toString(), told, items());
    }

    List<Item> items() {
        return units.entrySet().stream()
                .map(line ->
                        new Item(line.getKey(), line.getValue(), line.getKey().equals("A") ? 250L : 1_000L))
                .toList();
    }
}
