package dev.souk.stock.domain;

import static java.util.stream.Collectors.toMap;

import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairAnswer.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SKU's counters as they are written, which may be impossible, and as they are counted from what they stand for.
 *
 * @param before absent where there are none
 * @param received sum of the receipts
 * @param held sum of the reservations that are HELD, and {@code sold} of those that are COMMITTED
 */
public record StockRecount(String sku, @Nullable Written before, long received, long held, long sold) {
    private static final Written NOTHING = new Written(0, 0, 0, 0);

    /** Units, none of them trusted. */
    public record Written(long received, long available, long held, long sold) {
        @Override
        public String toString() {
            return "received " + received + ", available " + available + ", held " + held + ", sold " + sold;
        }
    }

    /** The values that the counters must have, if they can be right at all. */
    public Written counted() {
        return new Written(received, received - held - sold, held, sold);
    }

    boolean isWrong() {
        return !counted().equals(before == null ? NOTHING : before);
    }

    /** More that is reserved than was ever received is no counter's fault. */
    boolean isOversold() {
        return counted().available() < 0;
    }

    public boolean isCorrectable() {
        return isWrong() && !isOversold();
    }

    /** @return what a recount says of them, right ones left out */
    public static RepairAnswer answer(List<StockRecount> tallies) {
        return new RepairAnswer(
                tallies.stream()
                        .filter(StockRecount::isCorrectable)
                        .map(tally -> new Done(
                                tally.sku(),
                                "counted " + tally.counted() + "; was "
                                        + (tally.before() == null ? "unknown" : tally.before()),
                                null))
                        .toList(),
                tallies.stream()
                        .filter(StockRecount::isOversold)
                        .collect(toMap(
                                StockRecount::sku,
                                tally -> "held " + tally.held() + " and sold " + tally.sold() + ", but only "
                                        + tally.received() + " were ever received")));
    }
}
