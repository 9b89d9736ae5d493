package dev.souk.stock.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairQuestion;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of the stock feature. */
public final class StockEndpoints {
    public static final BusEndpoint<LevelOf, LevelAnswer> LEVEL =
            new BusEndpoint<>("stock.level", LevelOf.class, LevelAnswer.class);
    public static final BusEndpoint<Receive, ReceiveOutcome> RECEIVE =
            new BusEndpoint<>("stock.receive", Receive.class, ReceiveOutcome.class);
    /** Opening stock for SKUs that have no receipt yet; the others stay as they are. */
    public static final BusEndpoint<OpenStock, Opened> OPEN =
            new BusEndpoint<>("stock.open", OpenStock.class, Opened.class);

    /** Bring the reservations of these orders in line with the orders: for the audit's repair. */
    public static final BusEndpoint<RepairQuestion, RepairAnswer> REVIEW =
            new BusEndpoint<>("stock.review", RepairQuestion.class, RepairAnswer.class);
    /** Count these SKUs anew, from receipts and reservations: for the audit's repair. */
    public static final BusEndpoint<RepairQuestion, RepairAnswer> RECOUNT =
            new BusEndpoint<>("stock.recount", RepairQuestion.class, RepairAnswer.class);
    /** Which of these SKUs have nothing available, by the database and not by any memory. */
    public static final BusEndpoint<Skus, SoldOut> SOLD_OUT_OF =
            new BusEndpoint<>("stock.sold-out-of", Skus.class, SoldOut.class);
    /** A batch left these SKUs, or found them, without a unit; published to all nodes, and lost without harm. */
    public static final BusHint<SoldOut> SOLD_OUT = new BusHint<>("stock.sold-out", SoldOut.class);

    private StockEndpoints() {}

    /** @param stale whether a level from before will do while the database is away; absent: it will not */
    public record LevelOf(String sku, @Nullable Boolean stale) {
        public LevelOf(String sku) {
            this(sku, null);
        }

        public boolean staleWillDo() {
            return Boolean.TRUE.equals(stale);
        }
    }

    public sealed interface LevelAnswer {}

    /**
     * Units; {@code received = available + held + sold}, none negative.
     *
     * @param age in seconds, when it is from before, because the database is away
     */
    public record Level(
            String sku,
            long available,
            long received,
            long held,
            long sold,
            @Nullable Long age) implements LevelAnswer {
        public Level(String sku, long available, long received, long held, long sold) {
            this(sku, available, received, held, sold, null);
        }

        public Level aged(@Nullable Long seconds) {
            return new Level(sku, available, received, held, sold, seconds);
        }
    }

    public record UnknownSku(String sku) implements LevelAnswer, ReceiveOutcome {}

    /** @param quantity units that came in, or, negative, that are taken from what is available; never 0 */
    public record Receive(
            String principal,
            String key,
            String bodyHash,
            String sku,
            long quantity,
            @Nullable String traceparent) {}

    public sealed interface ReceiveOutcome {}

    public record Received(UUID receiptId, Level level, boolean replayed) implements ReceiveOutcome {}

    /** More would be taken than is available. */
    public record TooFew(String sku, long available) implements ReceiveOutcome {}

    public record KeyReused() implements ReceiveOutcome {}

    public record OpenStock(String principal, List<Opening> openings) {
        public OpenStock {
            openings = List.copyOf(openings);
        }
    }

    /** @param quantity units, at least 1 */
    public record Opening(String sku, long quantity) {}

    public record Opened(int opened, int alreadyStocked) {}

    public record Skus(List<String> skus) {
        public Skus {
            skus = List.copyOf(skus);
        }
    }

    /** SKUs of which nothing is available. */
    public record SoldOut(List<String> skus) {
        public SoldOut {
            skus = List.copyOf(skus);
        }
    }
}
