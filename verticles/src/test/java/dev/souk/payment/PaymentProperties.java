package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.NaiveProvider.Mood;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.domain.Wanted;
import dev.souk.payment.domain.Wish;
import dev.souk.payment.message.PaymentEndpoints.RefundStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PaymentProperties {
    private static final Wish RESERVED = new Wish(PaymentWorld.ORDER, Wanted.AUTHORISED, PaymentWorld.TOTAL, null);
    private static final Wish CONFIRMED = new Wish(PaymentWorld.ORDER, Wanted.CAPTURED, PaymentWorld.TOTAL, null);
    private static final Wish ENDED = new Wish(PaymentWorld.ORDER, Wanted.RETURNED, null, null);

    /** The wishes that an order can have stated by the time everything is quiet. */
    private static final List<List<Wish>> HISTORIES = List.of(
            List.of(ENDED),
            List.of(RESERVED),
            List.of(RESERVED, CONFIRMED),
            List.of(RESERVED, ENDED),
            List.of(RESERVED, CONFIRMED, ENDED));

    /** A history in any order, each event any number of times. */
    @Provide
    Arbitrary<List<Wish>> deliveries() {
        return Arbitraries.of(HISTORIES)
                .flatMap(history -> Arbitraries.of(history).list().ofMaxSize(5).flatMap(repeated -> {
                    List<Wish> all = new ArrayList<>(history);
                    all.addAll(repeated);
                    return Arbitraries.shuffle(all);
                }));
    }

    private static PaymentWorld inTurn(List<Wish> deliveries, Mood mood) {
        PaymentWorld world = new PaymentWorld(new NaiveProvider(mood));
        HISTORIES.stream()
                .filter(history -> new HashSet<>(history).equals(new HashSet<>(deliveries)))
                .findFirst()
                .orElseThrow()
                .forEach(world::raise);
        return world.settle();
    }

    @Property(tries = 3_000)
    void everyPermutationAndDuplicationEndsInTheSameState(
            @ForAll("deliveries") List<Wish> deliveries, @ForAll Mood mood) {
        PaymentWorld world = new PaymentWorld(new NaiveProvider(mood));
        deliveries.forEach(world::raise);
        world.settle().check();

        PaymentWorld expected = inTurn(deliveries, mood);
        assertThat(world.row).isEqualTo(expected.row);
        assertThat(world.events).isEqualTo(expected.events);
        assertThat(world.provider.answers).isEqualTo(expected.provider.answers);
    }

    @Property(tries = 3_000)
    void aBatchOfEventsIsWhatTheyWereOneByOne(@ForAll("deliveries") List<Wish> deliveries, @ForAll Mood mood) {
        PaymentWorld oneByOne = new PaymentWorld(new NaiveProvider(mood));
        deliveries.forEach(oneByOne::raise);
        PaymentWorld batch = new PaymentWorld(new NaiveProvider(mood));
        Wish.folded(deliveries).forEach(batch::raise);

        assertThat(batch.row).isEqualTo(oneByOne.row);
    }

    /** The events come whenever they like, between the steps of workers that hold old copies, lose answers and die. */
    @Property(tries = 20_000)
    void noMoneyIsTakenTwiceOrKeptWhateverIsLost(
            @ForAll("deliveries") List<Wish> deliveries,
            @ForAll Mood mood,
            @ForAll @Size(max = 60) List<@IntRange(max = 9_999) Integer> script) {
        PaymentWorld world = new PaymentWorld(new NaiveProvider(mood));
        List<Wish> later = new ArrayList<>(deliveries);
        for (int what : script) {
            act(world, later, what);
        }
        later.forEach(world::raise);
        world.settle().check();

        Set<Wanted> wanted = deliveries.stream().map(Wish::wanted).collect(Collectors.toSet());
        boolean paid = mood != Mood.DECLINES && mood != Mood.REFUSES_CAPTURE;
        if (wanted.equals(EnumSet.of(Wanted.AUTHORISED, Wanted.CAPTURED)) && paid) {
            assertThat(world.provider.captured).isEqualTo(PaymentWorld.TOTAL.amount());
        }
    }

    /** Starts at a captured payment: operators and the end of the order want the money at once. */
    @Property(tries = 20_000)
    void whatIsGivenBackIsWhatWasAskedForAndNeverMoreThanWasTaken(
            @ForAll Mood mood, @ForAll @Size(max = 40) List<@IntRange(max = 9_999) Integer> script) {
        PaymentWorld world = new PaymentWorld(new NaiveProvider(mood));
        world.raise(RESERVED);
        world.raise(CONFIRMED);
        world.settle();
        for (int what : script) {
            actOnRefunds(world, what);
        }
        world.settle().check();

        Payment now = Objects.requireNonNull(world.row);
        long byOperators = world.refunds.values().stream()
                .filter(refund -> refund.status() == RefundStatus.SUCCEEDED)
                .mapToLong(refund -> refund.amount().amount())
                .sum();
        boolean returned = now.wanted() == Wanted.RETURNED;
        assertThat(now.sums().refunded()).isEqualTo(returned ? now.sums().captured() : byOperators);
        assertThat(world.refunds.values()).noneMatch(refund -> refund.status() == RefundStatus.PENDING);
        assertThat(now.state() == PaymentState.REFUNDED)
                .isEqualTo(now.sums().captured() > 0
                        && now.sums().refunded() == now.sums().captured());
    }

    private static void actOnRefunds(PaymentWorld world, int what) {
        int which = what / 20;
        switch (what % 20) {
            case 0, 1, 2, 3, 4 -> world.refund(1 + which % 400);
            case 5, 6, 7 -> world.workOnRefund(which, which % 3 == 0);
            case 8, 9 -> world.webhook(which);
            case 10, 11, 12 -> world.take(which % 3);
            case 13, 14, 15, 16 -> world.step(which % 3, which % 4 == 0);
            case 17 -> world.die(which % 3);
            case 18 -> world.raise(CONFIRMED);
            default -> world.raise(which % 4 == 0 ? ENDED : RESERVED);
        }
    }

    private static void act(PaymentWorld world, List<Wish> later, int what) {
        int which = what / 10;
        switch (what % 10) {
            case 0, 1 -> {
                if (!later.isEmpty()) {
                    world.raise(later.removeFirst());
                }
            }
            case 2 -> world.take(which % 3);
            case 3, 4, 5 -> world.step(which % 3, which % 7 == 0);
            case 6 -> world.die(which % 3);
            case 7 -> world.webhook(which);
            case 8 -> world.refund(1 + which % 400);
            default -> world.workOnRefund(which, which % 3 == 0);
        }
    }
}
