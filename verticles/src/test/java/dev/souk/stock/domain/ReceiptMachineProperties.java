package dev.souk.stock.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.idempotency.ClaimOutcome;
import dev.souk.stock.message.StockEndpoints.KeyReused;
import dev.souk.stock.message.StockEndpoints.Receive;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.message.StockEndpoints.Received;
import dev.souk.stock.message.StockEndpoints.TooFew;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReceiptMachineProperties {
    private static final Counters A = new Counters(10, 4, 5, 1);
    private static final Map<String, Counters> THERE = Map.of("a", A);

    private static Receipt receipt(int number, String key, String sku, long quantity) {
        Receive ask = new Receive("mia", key, "hash of " + quantity, sku, quantity, null);
        return new Receipt(new UUID(0, number), ask, sku.equals("new"));
    }

    private static ReceiptDecision decide(List<Receipt> receipts) {
        return ReceiptMachine.decide(receipts, Collections.nCopies(receipts.size(), new ClaimOutcome.Fresh()), THERE);
    }

    @Provide
    Arbitrary<List<Receipt>> receipts() {
        return Combinators.combine(
                        Arbitraries.of("k1", "k2", "k3", "k4"),
                        Arbitraries.of("a", "new", "nowhere"),
                        Arbitraries.of(-6L, -2L, 1L, 5L))
                .as((key, sku, quantity) -> receipt(0, key, sku, quantity))
                .list()
                .ofMaxSize(12)
                .map(ReceiptMachineProperties::numbered);
    }

    private static List<Receipt> numbered(List<Receipt> receipts) {
        List<Receipt> numbered = new ArrayList<>();
        for (Receipt receipt : receipts) {
            numbered.add(new Receipt(new UUID(0, numbered.size() + 1), receipt.ask(), receipt.catalogued()));
        }
        return numbered;
    }

    @Property(tries = 3_000)
    void levelsAreTheSumOfWhatWasAcceptedAndNeverNegative(@ForAll("receipts") List<Receipt> receipts) {
        ReceiptDecision decision = decide(receipts);

        Map<String, Long> sums = new HashMap<>(Map.of("a", 4L));
        for (int i = 0; i < receipts.size(); i++) {
            Receipt receipt = receipts.get(i);
            long before = sums.getOrDefault(receipt.sku(), 0L);
            switch (decision.outcomes().get(i)) {
                case Received received -> {
                    long quantity = received.replayed() ? 0 : receipt.ask().quantity();
                    sums.put(receipt.sku(), before + quantity);
                    assertThat(received.level().available())
                            .isEqualTo(before + quantity)
                            .isNotNegative();
                }
                case TooFew few -> {
                    assertThat(few.available()).isEqualTo(before);
                    assertThat(before + receipt.ask().quantity()).isNegative();
                }
                case UnknownSku unknown -> assertThat(receipt.sku()).isEqualTo("nowhere");
                case KeyReused reused ->
                    assertThat(receipts.subList(0, i))
                            .anyMatch(earlier ->
                                    earlier.ask().key().equals(receipt.ask().key()));
            }
        }
    }

    @Property(tries = 3_000)
    void aKeyHasOneEffect(@ForAll("receipts") List<Receipt> receipts) {
        ReceiptDecision decision = decide(receipts);

        assertThat(decision.accepted())
                .extracting(accepted -> accepted.ask().key())
                .doesNotHaveDuplicates();
        assertThat(decision.outcomes())
                .filteredOn(outcome -> outcome instanceof Received received && !received.replayed())
                .extracting(outcome -> ((Received) outcome).receiptId())
                .isEqualTo(decision.accepted().stream().map(Receipt::id).toList());
    }

    @Property(tries = 3_000)
    void whatIsWrittenIsWhatWasAccepted(@ForAll("receipts") List<Receipt> receipts) {
        ReceiptDecision decision = decide(receipts);

        Map<String, Long> accepted = new HashMap<>();
        decision.accepted()
                .forEach(receipt -> accepted.merge(receipt.sku(), receipt.ask().quantity(), Long::sum));
        Map<String, Long> written = new HashMap<>(decision.first());
        decision.flows().forEach(flow -> {
            assertThat(flow).isEqualTo(new CounterDelta(flow.sku(), flow.received(), flow.received(), 0, 0));
            written.put(flow.sku(), flow.received());
        });
        accepted.values().removeIf(sum -> sum == 0);
        written.values().removeIf(sum -> sum == 0);
        assertThat(written).isEqualTo(accepted);
    }

    @Example
    void aClaimedKeyIsAnsweredBeforeAnythingElse() {
        UUID first = new UUID(7, 7);
        List<ReceiveOutcome> outcomes = ReceiptMachine.decide(
                        List.of(receipt(1, "k", "a", -100), receipt(2, "l", "a", 1)),
                        List.of(new ClaimOutcome.Replay(first.toString()), new ClaimOutcome.KeyReused()),
                        THERE)
                .outcomes();

        assertThat(outcomes).containsExactly(new Received(first, A.level("a"), true), new KeyReused());
    }

    @Example
    void theSkuIsPartOfWhatAKeyWasUsedFor() {
        assertThat(decide(List.of(receipt(1, "k", "a", 1), receipt(2, "k", "new", 1)))
                        .outcomes())
                .last()
                .isEqualTo(new KeyReused());
    }
}
