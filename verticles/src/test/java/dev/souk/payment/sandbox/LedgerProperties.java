package dev.souk.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.sandbox.Ledger.Seen;
import dev.souk.payment.sandbox.LedgerCall.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class LedgerProperties {
    private static final UUID PAYMENT = new UUID(1, 1);

    @Provide
    Arbitrary<List<LedgerCall>> calls() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(-1, 120))
                .as((kind, attempt, amount) -> new LedgerCall(
                        kind + "." + attempt, PAYMENT, kind, amount, "GBP", kind == Kind.AUTHORISE ? "tok_ok" : ""))
                .list()
                .ofMaxSize(30);
    }

    /** The books are the sum of the calls that succeeded, each key once, and money is never made of nothing. */
    @Property(tries = 5_000)
    void theBooksAreTheSumOfWhatSucceeded(@ForAll("calls") List<LedgerCall> calls) {
        Map<String, Seen> seen = new HashMap<>();
        @Nullable Account account = null;
        Map<Kind, Long> sums = new HashMap<>();
        for (LedgerCall call : calls) {
            Seen before = seen.get(call.key());
            Entry entry = Ledger.decide(account, before, call);
            if (before == null) {
                seen.put(call.key(), new Seen(call, entry.status(), entry.code()));
                if (entry.status() == Entry.DONE) {
                    sums.merge(call.kind(), call.amount(), Long::sum);
                }
            } else {
                assertThat(entry.account()).as("a key acts once").isEqualTo(account);
            }
            account = entry.account();
        }
        if (account != null) {
            assertThat(account.authorised()).isEqualTo(sums.getOrDefault(Kind.AUTHORISE, 0L));
            assertThat(account.captured())
                    .isEqualTo(sums.getOrDefault(Kind.CAPTURE, 0L))
                    .isLessThanOrEqualTo(account.authorised());
            assertThat(account.refunded())
                    .isEqualTo(sums.getOrDefault(Kind.REFUND, 0L))
                    .isLessThanOrEqualTo(account.captured());
            assertThat(account.voided() && account.captured() > 0).isFalse();
        }
    }
}
