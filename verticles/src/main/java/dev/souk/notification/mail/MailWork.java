package dev.souk.notification.mail;

import dev.souk.bus.Bus;
import dev.souk.notification.mail.domain.Outlook;
import dev.souk.notification.mail.domain.SendAnswer.Away;
import dev.souk.notification.mail.domain.TakenMail;
import dev.souk.notification.mail.store.MailRepository;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Letters;
import dev.souk.order.message.OrderEndpoints.OrderIds;
import dev.souk.settings.Settings;
import dev.souk.sql.TransactionRunner;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's connections to the server in use while there are letters that are due.
 *
 * <pre>
 *  look: due? ──> ask the orders ──> take (SENDING, leased) ──> {@link MailDesk}, one each ──> written down ──> look
 * </pre>
 *
 * <p>Every node does so, and of a backlog each takes some by chance. Nothing is taken before the orders have answered,
 * and while the server is away one letter at a time finds out whether it is back ({@link Outlook}). Runs on the context
 * that started it; {@link #wake} may be called from any thread.
 */
final class MailWork {
    private static final Logger log = LoggerFactory.getLogger(MailWork.class);
    private static final int LOOK_AHEAD = 4;

    private final Vertx vertx;
    private final Settings.Mail settings;
    private final Bus bus;
    private final TransactionRunner transactions;
    private final MailRepository mails;
    private final MailDesk desk;
    private final InstantSource clock;
    private volatile @Nullable Context context;
    private Outlook outlook = Outlook.CLEAR;
    private Future<?> looking = Future.succeededFuture();
    private int sending;
    private boolean backlog;
    private boolean stopping;
    private long timer = -1;

    MailWork(
            Vertx vertx,
            Settings.Mail settings,
            Bus bus,
            TransactionRunner transactions,
            MailRepository mails,
            MailDesk desk,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.bus = bus;
        this.transactions = transactions;
        this.mails = mails;
        this.desk = desk;
        this.clock = clock;
    }

    void start() {
        context = vertx.getOrCreateContext();
        timer = vertx.setPeriodic(settings.sweepEvery().toMillis(), tick -> look());
    }

    /** Takes no new letter up. @return done when the attempts under way have ended, within {@code within} */
    Future<Void> stop(Duration within) {
        stopping = true;
        vertx.cancelTimer(timer);
        return looking.otherwiseEmpty().compose(done -> drained(System.nanoTime() + within.toNanos()));
    }

    private Future<Void> drained(long deadline) {
        if (sending == 0 || System.nanoTime() > deadline) {
            return Future.succeededFuture();
        }
        return vertx.timer(20).compose(waited -> drained(deadline));
    }

    /** Looks for letters that are due now. */
    void wake() {
        Context home = context;
        if (home != null) {
            home.runOnContext(here -> {
                backlog = true;
                look();
            });
        }
    }

    private void look() {
        int room = stopping ? 0 : outlook.room(settings.connections(), sending, clock.instant());
        if (room == 0 || !looking.isComplete()) {
            return;
        }
        backlog = false;
        looking = transactions
                .read("mail-due", client -> mails.due(client, room * LOOK_AHEAD))
                .compose(due -> due.isEmpty() ? Future.succeededFuture() : takeSome(due, room))
                .onFailure(failure -> log.warn("letters that are due were not taken up: {}", failure.getMessage()));
        looking.onSuccess(done -> lookAgain());
    }

    /** Letters that fell due during a look, or found no room, are not left to the next sweep. */
    private void lookAgain() {
        if (backlog) {
            look();
        }
    }

    private Future<?> takeSome(List<TakenMail> due, int room) {
        List<TakenMail> some = new ArrayList<>(due);
        Collections.shuffle(some, ThreadLocalRandom.current());
        backlog |= some.size() > room;
        List<TakenMail> mine = List.copyOf(some.subList(0, Math.min(room, some.size())));
        OrderIds orders = new OrderIds(
                mine.stream().map(taken -> taken.mail().orderId()).distinct().toList());
        return bus.askAgain(OrderEndpoints.LETTERS, orders).compose(letters -> take(mine, letters));
    }

    private Future<?> take(List<TakenMail> mine, Letters letters) {
        return transactions
                .guarded(
                        "mail-take",
                        client -> mails.take(
                                client,
                                mine.stream()
                                        .map(taken -> taken.mail().eventId())
                                        .toList(),
                                settings.lease()))
                .onSuccess(taken -> begin(mine, Set.copyOf(taken), letters));
    }

    private void begin(List<TakenMail> mine, Set<java.util.UUID> taken, Letters letters) {
        mine.stream().filter(one -> taken.contains(one.mail().eventId())).forEach(one -> begin(one, letters));
    }

    private void begin(TakenMail one, Letters letters) {
        sending++;
        desk.send(one, letters.letters().get(one.mail().orderId()))
                .compose(attempt -> {
                    attempt.answer().ifPresent(answer -> judge(answer instanceof Away away ? away : null));
                    return attempt.written();
                })
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("order", one.mail().orderId())
                        .setCause(failure)
                        .log("what came of a letter was not written down: it is tried again after its lease"))
                .onComplete(done -> {
                    sending--;
                    lookAgain();
                });
    }

    private void judge(@Nullable Away away) {
        if (away == null) {
            if (outlook.faults() > 0) {
                log.info("the mail server answers again");
                backlog = true;
            }
            outlook = Outlook.CLEAR;
            return;
        }
        if (outlook.faults() == 0) {
            log.warn("the mail server is away, letters wait: {}", away.reason());
        }
        outlook = outlook.fault(clock.instant(), ThreadLocalRandom.current().nextDouble());
    }
}
