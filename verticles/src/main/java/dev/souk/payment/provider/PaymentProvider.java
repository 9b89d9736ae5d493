package dev.souk.payment.provider;

import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.ProviderAnswer;
import dev.souk.payment.domain.ProviderCall;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The port to the service that moves the money. */
public interface PaymentProvider {

    /**
     * Authorises, captures, voids or refunds; idempotent by the call's key.
     *
     * @return what is known afterwards; does not fail for anything that the network or the provider does
     */
    Future<ProviderAnswer> call(ProviderCall call);

    /** @return how the provider answered the call of that key; unknown when it has not seen one, or not decided it */
    Future<ProviderAnswer> lookup(CallKey key);

    /**
     * @param after id of the last payment of the page before; absent: from the start
     * @param limit 1 to 1000
     * @return payments at the provider, by id
     */
    Future<List<LedgerEntry>> ledger(@Nullable UUID after, int limit);

    /**
     * A payment in the provider's books.
     *
     * @param authorised minor units that it holds or held, as are the other sums
     * @param voided the hold was let go
     * @param changedAt when it last moved, by the provider's clock
     */
    record LedgerEntry(
            UUID paymentId,
            String currency,
            long authorised,
            long captured,
            long refunded,
            boolean voided,
            Instant changedAt) {}
}
