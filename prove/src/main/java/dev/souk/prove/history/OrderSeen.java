package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as an answer showed it. Sums are minor units of its currency.
 *
 * @param events of its timeline, from the first on; absent when the shop has no timelines
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderSeen(
        String id,
        String status,
        String currency,
        long total,
        List<Item> items,
        @Nullable List<String> events,
        long authorized,
        long captured,
        long refunded) {
    public OrderSeen {
        items = List.copyOf(items);
        events = events == null ? null : List.copyOf(events);
    }
}
