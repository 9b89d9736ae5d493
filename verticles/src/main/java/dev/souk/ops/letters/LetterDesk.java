package dev.souk.ops.letters;

import dev.souk.bus.BusyException;
import dev.souk.messaging.deadletter.DeadLetter;
import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.messaging.deadletter.DeadLetterQueue.Settled;
import dev.souk.ops.message.LetterView;
import dev.souk.ops.message.OpsEndpoints.LetterFound;
import dev.souk.ops.message.OpsEndpoints.LetterPage;
import dev.souk.ops.message.OpsEndpoints.LettersSettled;
import dev.souk.ops.message.OpsEndpoints.ListLetters;
import dev.souk.ops.message.OpsEndpoints.ReadLetter;
import dev.souk.ops.message.OpsEndpoints.SettleLetters;
import dev.souk.ops.message.OpsEndpoints.UnknownLetter;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters over the bus. Each question opens clients of Kafka and blocks worker threads, so that only
 * {@value #UNDER_WAY} are answered at one time; a caller beyond that is told that the desk is busy. For one context.
 */
public final class LetterDesk {
    private static final int UNDER_WAY = 2;
    /** Characters of a message that are shown to an operator. The rest is read with {@code souk dlq show}. */
    private static final int SHOWN = 65_536;

    private static final int MOST = 100;

    private final DeadLetterQueue queue;
    private int underWay;

    public LetterDesk(DeadLetterQueue queue) {
        this.queue = queue;
    }

    public Future<LetterPage> list(ListLetters asked) {
        return bounded(() -> queue.list(asked.topic(), id(asked.after()), Math.clamp(asked.limit(), 1, MOST))
                .map(page -> new LetterPage(
                        page.items().stream().map(letter -> view(letter, null)).toList(),
                        page.next() == null ? null : page.next().toString())));
    }

    public Future<LetterFound> find(ReadLetter asked) {
        return bounded(() -> queue.find(DeadLetterId.parse(asked.id()))
                .map(found -> new LetterFound(
                        found.map(letter -> view(letter, cut(letter.body()))).orElse(null))));
    }

    public Future<LettersSettled> settle(SettleLetters asked) {
        return bounded(() -> {
            List<DeadLetterId> ids =
                    asked.ids().stream().limit(MOST).map(DeadLetterId::parse).toList();
            return (asked.replay() ? queue.replay(ids) : queue.discard(ids)).map(LetterDesk::settled);
        });
    }

    private static @Nullable DeadLetterId id(@Nullable String text) {
        return text == null ? null : DeadLetterId.parse(text);
    }

    private <T> Future<T> bounded(Supplier<Future<T>> work) {
        if (underWay >= UNDER_WAY) {
            return Future.failedFuture(new BusyException("dead letters are looked at by others now"));
        }
        underWay++;
        // Composed, so that what throws is given back, too.
        return Future.succeededFuture().compose(now -> work.get()).onComplete(done -> underWay--);
    }

    private static LettersSettled settled(Settled settled) {
        return new LettersSettled(
                settled.done().stream().map(DeadLetterId::toString).toList(),
                settled.unknown().stream()
                        .map(letter -> new UnknownLetter(letter.id().toString(), letter.reason()))
                        .toList());
    }

    private static @Nullable String cut(@Nullable String body) {
        return body == null || body.length() <= SHOWN ? body : body.substring(0, SHOWN);
    }

    private static LetterView view(DeadLetter letter, @Nullable String body) {
        return new LetterView(
                letter.id().toString(),
                letter.consumer(),
                letter.reason(),
                letter.attempts(),
                letter.error(),
                letter.errorMessage(),
                letter.origin(),
                letter.originAt(),
                letter.buriedAt(),
                letter.key(),
                body);
    }
}
