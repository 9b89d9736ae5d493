package dev.souk.payment;

import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.Payment.Sums;
import dev.souk.payment.domain.PaymentState;
import dev.souk.payment.provider.PaymentProvider.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares a page of the provider's ledger with the same page of payments, as a pure function. */
public final class Reconciliation {
    /** As databases sort them: by their bytes. */
    static final Comparator<UUID> BY_BYTES = Comparator.comparing(UUID::toString);

    private Reconciliation() {}

    /**
     * @param quiet it has not changed for so long that nothing about it can be on its way
     */
    public record Ours(Payment payment, boolean quiet) {}

    /**
     * @param compared payments that were looked at
     * @param inDoubt payments whose call was not answered for long
     * @param heldInVain declined payments for which the provider holds money that will never be captured
     * @param differences in words, with the payment's id
     * @param upTo id of the last payment of this page; absent when there are no more
     */
    record Findings(
            int compared,
            List<Payment> inDoubt,
            List<Payment> heldInVain,
            List<String> differences,
            @Nullable UUID upTo) {
        Findings {
            inDoubt = List.copyOf(inDoubt);
            heldInVain = List.copyOf(heldInVain);
            differences = List.copyOf(differences);
        }
    }

    /** @param limit of both pages: one that is shorter is the last */
    static Findings compare(List<Ours> ours, List<LedgerEntry> theirs, int limit, Instant quietBefore) {
        UUID upTo = lower(
                ours.size() < limit ? null : ours.getLast().payment().id(),
                theirs.size() < limit ? null : theirs.getLast().paymentId());
        Map<UUID, Ours> byId = new HashMap<>();
        ours.forEach(one -> byId.put(one.payment().id(), one));
        Map<UUID, LedgerEntry> entries = new HashMap<>();
        theirs.forEach(entry -> entries.put(entry.paymentId(), entry));
        TreeSet<UUID> ids = new TreeSet<>(BY_BYTES);
        ids.addAll(byId.keySet());
        ids.addAll(entries.keySet());

        List<Payment> inDoubt = new ArrayList<>();
        List<Payment> heldInVain = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (UUID id : upTo == null ? ids : ids.headSet(upTo, true)) {
            Ours one = byId.get(id);
            LedgerEntry entry = entries.get(id);
            boolean moving = (one != null && !one.quiet())
                    || (entry != null && entry.changedAt().isAfter(quietBefore));
            if (moving) {
                continue;
            }
            compared++;
            Payment payment = one == null ? null : one.payment();
            if (payment != null && payment.calling() != null) {
                inDoubt.add(payment);
            } else if (payment != null && entry != null && isHeldInVain(payment, entry)) {
                heldInVain.add(payment);
            } else if (!agree(payment, entry)) {
                differences.add(id + ": " + say(payment) + "; the provider: " + say(entry));
            }
        }
        return new Findings(compared, inDoubt, heldInVain, differences, upTo);
    }

    private static @Nullable UUID lower(@Nullable UUID a, @Nullable UUID b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return BY_BYTES.compare(a, b) <= 0 ? a : b;
    }

    /**
     * Whether money is held for a declined payment: its order heard of the decline and has ended. Money that was
     * captured is left for people to decide.
     */
    private static boolean isHeldInVain(Payment payment, LedgerEntry entry) {
        return payment.state() == PaymentState.DECLINED
                && entry.authorised() > 0
                && entry.captured() == 0
                && !entry.voided();
    }

    private static boolean agree(@Nullable Payment payment, @Nullable LedgerEntry entry) {
        PaymentState state = payment == null ? PaymentState.NEW : payment.state();
        if (payment == null || entry == null) {
            boolean nothingHere = state == PaymentState.NEW || state == PaymentState.DECLINED;
            boolean nothingThere = entry == null || entry.authorised() == 0;
            return nothingHere && nothingThere;
        }
        Sums sums = payment.sums();
        // Of refunds that are claimed and not done, the provider may have done some.
        boolean refunds = entry.refunded() >= sums.refunded() && entry.refunded() <= sums.claimed();
        boolean held = entry.authorised() == sums.authorized();
        return switch (state) {
            case NEW -> entry.authorised() == 0;
            case DECLINED -> entry.captured() == 0 && (entry.authorised() == 0 || entry.voided());
            case AUTHORISED, CAPTURE_FAILED -> held && entry.captured() == 0 && !entry.voided();
            case VOIDED -> held && entry.captured() == 0 && entry.voided();
            case CAPTURED, REFUNDED -> held && entry.captured() == sums.captured() && refunds && !entry.voided();
        };
    }

    private static String say(@Nullable Payment payment) {
        return payment == null ? "no payment" : payment.toString();
    }

    private static String say(@Nullable LedgerEntry entry) {
        return entry == null ? "nothing" : entry.toString();
    }
}
