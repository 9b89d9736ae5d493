package dev.souk.payment;

import dev.souk.messaging.consumer.EventHandler;
import dev.souk.messaging.event.Effects;
import dev.souk.messaging.event.EventEnvelope;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Wish;
import dev.souk.payment.store.PaymentRepository;
import dev.souk.payment.work.Handover;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Raises {@code wanted} of the payments by the events of their orders: one statement for a batch, no provider calls.
 */
final class OrderEventHandler implements EventHandler {
    private final PaymentRepository payments;
    private final Handover<Payment> handover;
    private final Duration lease;

    /** @param lease for which this node claims the payments that it has room for */
    OrderEventHandler(PaymentRepository payments, Handover<Payment> handover, Duration lease) {
        this.payments = payments;
        this.handover = handover;
        this.lease = lease;
    }

    @Override
    public boolean concerns(String type) {
        return Wish.concerns(type);
    }

    @Override
    public boolean bearsRepetition() {
        return true;
    }

    @Override
    public Future<Effects> handle(SqlConnection tx, List<EventEnvelope> events) {
        List<Wish> wishes = Wish.folded(
                events.stream().map(Wish::of).flatMap(Optional::stream).toList());
        if (wishes.isEmpty()) {
            return Future.succeededFuture(Effects.NONE);
        }
        int room = Math.min(handover.room(), wishes.size());
        List<Duration> dueIn = new ArrayList<>(wishes.size());
        Set<UUID> claimed = new HashSet<>();
        for (int i = 0; i < wishes.size(); i++) {
            dueIn.add(i < room ? lease : Duration.ZERO);
            if (i < room) {
                claimed.add(wishes.get(i).orderId());
            }
        }
        return payments.raise(tx, wishes, dueIn).map(raised -> new Effects(List.of(), () -> handOver(raised, claimed)));
    }

    private void handOver(List<Payment> raised, Set<UUID> claimed) {
        List<Payment> mine = raised.stream()
                .filter(payment -> claimed.contains(payment.orderId()))
                .toList();
        handover.offer(mine, mine.size() < raised.size());
    }
}
