package dev.souk.prove.check.facts;

import dev.souk.prove.history.CartSeen;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.LineAsked;
import dev.souk.prove.history.OrderAsked;
import dev.souk.prove.history.OrderSeen;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes a history into the scratch tables. Only requests and streams that are under way are kept in memory. */
public final class HistoryLoader implements Consumer<HistoryLine> {
    private final CopyTable exchanges;
    private final CopyTable cartLines;
    private final CopyTable streams;
    private final CopyTable told;
    private final CopyTable webhooks;
    private final Map<Long, Asked> open = new HashMap<>();
    private final Map<Long, Followed> followed = new HashMap<>();

    public HistoryLoader(FactBase base) {
        exchanges = base.table("exchange");
        cartLines = base.table("seen_cart_line");
        streams = base.table("stream");
        told = base.table("told");
        webhooks = base.table("webhook");
    }

    @Override
    public void accept(HistoryLine line) {
        switch (line) {
            case Asked asked -> open.put(asked.id(), asked);
            case Answered answered -> write(asked(answered), answered.nanos(), answered);
            case Lost lost -> write(asked(lost), lost.nanos(), null);
            case Followed stream -> followed.put(stream.id(), stream);
            case Told event -> told(event);
            case Unfollowed end -> {
                Followed stream = followed(end);
                followed.remove(stream.id());
                write(stream, end);
            }
            case Webhook webhook ->
                webhooks.row(
                        webhook.id(),
                        webhook.webhookId(),
                        webhook.type(),
                        webhook.order(),
                        webhook.seq(),
                        webhook.signed(),
                        webhook.taken());
        }
    }

    private Followed followed(HistoryLine later) {
        Followed stream = followed.get(later.id());
        if (stream == null) {
            throw new IllegalArgumentException("the history goes on with stream " + later.id() + ", which is none");
        }
        return stream;
    }

    private void told(Told event) {
        Followed stream = followed(event);
        told.row(
                stream.id(),
                stream.buyer(),
                stream.order(),
                event.nanos(),
                event.seq(),
                event.event(),
                event.status(),
                event.eventId());
    }

    private void write(Followed stream, @Nullable Unfollowed end) {
        streams.row(
                stream.id(),
                stream.buyer(),
                stream.order(),
                stream.lastEventId(),
                end == null ? "OPEN" : end.how(),
                end == null ? null : end.status(),
                end == null ? null : end.retryAfter());
    }

    private Asked asked(HistoryLine end) {
        Asked asked = open.remove(end.id());
        if (asked == null) {
            throw new IllegalArgumentException("the history has an end of request " + end.id() + " and no beginning");
        }
        return asked;
    }

    /** Call after the last line: requests that are still under way never got an answer. */
    public void complete() {
        open.values().forEach(asked -> write(asked, null, null));
        open.clear();
        followed.values().forEach(stream -> write(stream, null));
        followed.clear();
    }

    private void write(Asked asked, @Nullable Long endedNanos, @Nullable Answered answer) {
        OrderAsked order = asked.order();
        LineAsked line = asked.cartLine();
        OrderSeen seen = answer == null ? null : answer.order();
        CartSeen cart = answer == null ? null : answer.cart();
        exchanges.row(
                asked.id(),
                asked.buyer(),
                asked.operation(),
                asked.key(),
                asked.target(),
                order == null || order.cartId() != null ? null : Columns.units(order.items()),
                order == null || order.cartId() == null ? null : uuid(order.cartId()),
                order == null ? null : order.cartVersion(),
                order == null ? null : order.expectedTotal(),
                line == null || asked.target() == null ? null : uuid(asked.target()),
                line == null ? null : line.sku(),
                line == null ? null : line.quantity(),
                asked.nanos(),
                endedNanos,
                answer == null ? "LOST" : "ANSWERED",
                answer == null ? null : answer.status(),
                answer == null ? null : answer.code(),
                answer == null ? null : answer.retryAfter(),
                answer == null ? null : answer.replayed(),
                seen == null ? null : uuid(seen.id()),
                seen == null ? null : seen.status(),
                seen == null ? null : seen.currency(),
                seen == null ? null : seen.total(),
                seen == null ? null : Columns.units(seen.items()),
                seen == null ? null : Columns.priced(seen.items()),
                seen == null ? null : Columns.pricedSum(seen.items()),
                seen == null ? null : Columns.array(seen.events()),
                seen == null ? null : seen.authorized(),
                seen == null ? null : seen.captured(),
                seen == null ? null : seen.refunded(),
                cart == null ? null : uuid(cart.id()),
                cart == null ? null : cart.version(),
                cart == null ? null : Columns.units(cart.items()));
        if (cart != null) {
            Columns.unitsOf(cart.items()).forEach((sku, quantity) -> cartLines.row(asked.id(), sku, quantity));
        }
    }

    /** @return null for an id that is no UUID: its answer counts as one without an order */
    private static @Nullable UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
