package dev.souk.audit.store;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sums that one side has of a payment, in minor units.
 *
 * @param payment id of it on both sides
 * @param words the owner of the payment, and its state there
 * @param voided the authorised amount has been let go
 */
public record LedgerEntry(
        UUID payment, String words, String currency, long authorised, long captured, long refunded, boolean voided) {

    /**
     * @param ours none where the payment is not known here, and {@code theirs} likewise
     * @return the difference between the two, to the minor unit
     */
    public static Optional<Suspect> difference(UUID payment, @Nullable LedgerEntry ours, @Nullable LedgerEntry theirs) {
        boolean agree = ours == null || theirs == null
                ? isNothing(ours) && isNothing(theirs)
                : isNothing(ours) && (isNothing(theirs) || theirs.isLetGo()) || ours.hasSameSums(theirs);
        return agree
                ? Optional.empty()
                : Optional.of(new Suspect(payment.toString(), say("here ", ours) + say("; at the provider ", theirs)));
    }

    private static boolean isNothing(@Nullable LedgerEntry entry) {
        return entry == null || entry.authorised == 0 && entry.captured == 0 && entry.refunded == 0;
    }

    /**
     * A hold behind a payment that was declined here: the reconciliation has it voided, and the payment stays declined.
     */
    private boolean isLetGo() {
        return voided && captured == 0 && refunded == 0;
    }

    private boolean hasSameSums(LedgerEntry other) {
        return currency.equals(other.currency)
                && authorised == other.authorised
                && captured == other.captured
                && refunded == other.refunded
                && voided == other.voided;
    }

    private static String say(String where, @Nullable LedgerEntry entry) {
        return where
                + (entry == null
                        ? "nothing"
                        : entry.words + "authorised " + entry.authorised + ", captured " + entry.captured
                                + ", refunded " + entry.refunded + " " + entry.currency
                                + (entry.voided ? ", voided" : ""));
    }
}
