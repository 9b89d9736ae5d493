package dev.souk.prove.report.notice;

/**
 * Counts of the events that streams told buyers, and of the webhooks that a merchant was sent.
 *
 * @param orders that were followed
 * @param connections that were begun to follow them
 * @param resumed of them, with the number of the last step that was known
 * @param broken of them, that broke off or were not answered
 * @param ended orders of which a node said that nothing is left to tell
 * @param events that streams told
 * @param webhooks attempts that arrived at the merchant, {@code taken} of them answered 2xx
 */
public record NoticeTotal(
        long orders, long connections, long resumed, long broken, long ended, long events, long webhooks, long taken) {
    /** Whether no buyer followed an order and no webhook arrived. */
    public boolean isNone() {
        return connections == 0 && webhooks == 0;
    }
}
