package dev.souk.stock.domain;

import dev.souk.idempotency.Claim;
import dev.souk.idempotency.ClaimOutcome;
import dev.souk.stock.message.StockEndpoints.KeyReused;
import dev.souk.stock.message.StockEndpoints.ReceiveOutcome;
import dev.souk.stock.message.StockEndpoints.Received;
import dev.souk.stock.message.StockEndpoints.TooFew;
import dev.souk.stock.message.StockEndpoints.UnknownSku;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The rules of receipts as one pure function: a receipt adds, a negative one takes from what is available and from
 * nothing else, and a key has one effect. Only effects are claimed: a refused receipt may be tried again.
 */
public final class ReceiptMachine {
    private final Map<String, Counters> counters;
    private final Map<Key, Claim> claimed = new HashMap<>();
    private final List<Receipt> accepted = new ArrayList<>();

    private record Key(String principal, String key) {
        static Key of(Claim claim) {
            return new Key(claim.principal(), claim.key());
        }
    }

    private ReceiptMachine(Map<String, Counters> counters) {
        this.counters = new HashMap<>(counters);
    }

    /**
     * @param claims what was known of each receipt's claim before
     * @param counters of the receipts' SKUs; none where nothing was ever received
     * @throws ArithmeticException when there would be more of a SKU than can be counted
     */
    public static ReceiptDecision decide(
            List<Receipt> receipts, List<ClaimOutcome> claims, Map<String, Counters> counters) {
        ReceiptMachine machine = new ReceiptMachine(counters);
        List<ReceiveOutcome> outcomes = new ArrayList<>(receipts.size());
        for (int i = 0; i < receipts.size(); i++) {
            outcomes.add(machine.decide(receipts.get(i), claims.get(i)));
        }
        return ReceiptDecision.of(outcomes, machine.accepted, counters, machine.counters);
    }

    private ReceiveOutcome decide(Receipt receipt, ClaimOutcome before) {
        return switch (before) {
            case ClaimOutcome.Replay replay -> received(receipt, UUID.fromString(replay.resource()), true);
            case ClaimOutcome.KeyReused reused -> new KeyReused();
            case ClaimOutcome.Fresh fresh -> decideFresh(receipt);
        };
    }

    private ReceiveOutcome decideFresh(Receipt receipt) {
        Claim claim = receipt.claim();
        Claim earlier = claimed.get(Key.of(claim));
        if (earlier != null) {
            return earlier.bodyHash().equals(claim.bodyHash())
                    ? received(receipt, UUID.fromString(earlier.resource()), true)
                    : new KeyReused();
        }
        Counters there = counters.get(receipt.sku());
        if (there == null && !receipt.catalogued()) {
            return new UnknownSku(receipt.sku());
        }
        long quantity = receipt.ask().quantity();
        Counters now = there == null ? Counters.NONE : there;
        if (quantity < 0 && !now.has(-quantity)) {
            return new TooFew(receipt.sku(), now.available());
        }
        counters.put(receipt.sku(), now.receive(quantity));
        claimed.put(Key.of(claim), claim);
        accepted.add(receipt);
        return received(receipt, receipt.id(), false);
    }

    private Received received(Receipt receipt, UUID id, boolean replayed) {
        Counters now = counters.getOrDefault(receipt.sku(), Counters.NONE);
        return new Received(id, now.level(receipt.sku()), replayed);
    }
}
