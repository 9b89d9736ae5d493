package dev.souk.prove.check.facts;

/**
 * The work that a shop still has to do.
 *
 * @param orders neither PENDING nor RESERVED is settled
 * @param holds units held for orders that are settled
 * @param payments that the shop means to move
 * @param events not published, or not handled by a consumer
 * @param webhooks that have not arrived; 0 in files of earlier versions
 */
public record Pending(long orders, long holds, long payments, long events, long webhooks) {
    public boolean isNone() {
        return orders == 0 && holds == 0 && payments == 0 && events == 0 && webhooks == 0;
    }
}
