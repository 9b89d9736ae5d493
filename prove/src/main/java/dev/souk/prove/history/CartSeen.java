package dev.souk.prove.history;

import java.util.List;

/** A cart as an answer showed it. */
public record CartSeen(String id, long version, List<Item> items) {
    public CartSeen {
        items = List.copyOf(items);
    }
}
