package dev.souk.prove.report.notice;

import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.StreamEnd;

/** Counts the events that followers were told and the webhooks of the merchant, from the lines of a history. */
public final class NoticeCount {
    private long orders;
    private long connections;
    private long resumed;
    private long broken;
    private long ended;
    private long events;
    private long webhooks;
    private long taken;

    public void followed(Followed stream) {
        connections++;
        orders += stream.attempt() == 1 ? 1 : 0;
        resumed += stream.lastEventId() != null ? 1 : 0;
    }

    public void told() {
        events++;
    }

    public void unfollowed(Unfollowed end) {
        broken += end.how() == StreamEnd.BROKEN ? 1 : 0;
        ended += end.how() == StreamEnd.NOTHING_LEFT ? 1 : 0;
    }

    public void webhook(Webhook webhook) {
        webhooks++;
        taken += webhook.taken() ? 1 : 0;
    }

    public NoticeTotal close() {
        return new NoticeTotal(orders, connections, resumed, broken, ended, events, webhooks, taken);
    }
}
