package dev.souk.order.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import dev.souk.money.Money;
import dev.souk.repair.RepairAnswer;
import dev.souk.repair.RepairQuestion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoints of the order feature. */
public final class OrderEndpoints {
    public static final BusEndpoint<PlaceOrder, PlaceOutcome> PLACE =
            new BusEndpoint<>("order.place", PlaceOrder.class, PlaceOutcome.class);
    public static final BusEndpoint<GetOrder, OrderAnswer> GET =
            new BusEndpoint<>("order.get", GetOrder.class, OrderAnswer.class);
    public static final BusEndpoint<ListOrders, OrderPage> LIST =
            new BusEndpoint<>("order.list", ListOrders.class, OrderPage.class);
    public static final BusEndpoint<ChangeOrder, ChangeOutcome> CHANGE =
            new BusEndpoint<>("order.change", ChangeOrder.class, ChangeOutcome.class);
    /** The card tokens of orders that still wait for their payment: for the payment worker alone. */
    public static final BusEndpoint<OrderIds, PaymentTokens> PAYMENT_TOKENS =
            new BusEndpoint<>("order.payment-tokens", OrderIds.class, PaymentTokens.class);
    /** The states of orders; unknown ones are left out. */
    public static final BusEndpoint<OrderIds, Statuses> STATUSES =
            new BusEndpoint<>("order.statuses", OrderIds.class, Statuses.class);
    /** The content of letters about orders; orders without an address are left out. */
    public static final BusEndpoint<OrderIds, Letters> LETTERS =
            new BusEndpoint<>("order.letters", OrderIds.class, Letters.class);
    /** The timeline entries of orders after a known one, and the orders' customers; unknown orders are left out. */
    public static final BusEndpoint<GetTimelines, Timelines> TIMELINES =
            new BusEndpoint<>("order.timelines", GetTimelines.class, Timelines.class);
    /** Expire those of the orders that are past their deadline, or without one: for the audit's repair. */
    public static final BusEndpoint<RepairQuestion, RepairAnswer> EXPIRE =
            new BusEndpoint<>("order.expire", RepairQuestion.class, RepairAnswer.class);
    /** Write into timelines what a repair did; answered with the orders that there are. For the audit's repair. */
    public static final BusEndpoint<RecordRepairs, OrderIds> RECORD_REPAIR =
            new BusEndpoint<>("order.record-repair", RecordRepairs.class, OrderIds.class);
    /** An order changed; published to all nodes, and lost without harm. */
    public static final BusHint<OrderChanged> CHANGED = new BusHint<>("order.changed", OrderChanged.class);

    /** How many orders a node has settled since it last said so; published to all nodes, and lost without harm. */
    public static final BusHint<SettledLately> SETTLED = new BusHint<>("order.settled", SettledLately.class);

    private OrderEndpoints() {}

    /**
     * @param customer subject of the token
     * @param items as asked for; the same SKU may come twice; none when a cart is ordered
     * @param cartId the cart that is ordered, as it is when the order is taken
     * @param expectedTotal refuse when the order costs anything else
     * @param shipTo canonical JSON: a text, or an object of texts
     * @param locale BCP 47 tag of the language that the buyer is written to in
     */
    public record PlaceOrder(
            String customer,
            String key,
            String bodyHash,
            List<OrderItem> items,
            @Nullable UUID cartId,
            String paymentToken,
            @Nullable Money expectedTotal,
            @Nullable String email,
            @Nullable String shipTo,
            @Nullable String locale,
            @Nullable String traceparent) {
        public PlaceOrder {
            items = List.copyOf(items);
        }

        /** Of a buyer who names no language. */
        public PlaceOrder(
                String customer,
                String key,
                String bodyHash,
                List<OrderItem> items,
                @Nullable UUID cartId,
                String paymentToken,
                @Nullable Money expectedTotal,
                @Nullable String email,
                @Nullable String shipTo,
                @Nullable String traceparent) {
            this(customer, key, bodyHash, items, cartId, paymentToken, expectedTotal, email, shipTo, null, traceparent);
        }

        /** The card token and the address stay out of logs. */
        @Override
        public String toString() {
            return "PlaceOrder[" + customer + ", " + key + ", " + items.size() + " items]";
        }
    }

    /** @param quantity units, 1 to 1,000,000 */
    public record OrderItem(String sku, long quantity) {}

    public sealed interface PlaceOutcome {}

    /** @param replayed the key had been used: the order is the one that was made then, as it is now */
    public record Placed(OrderView order, boolean replayed) implements PlaceOutcome {}

    public record KeyReused() implements PlaceOutcome {}

    public record UnknownProducts(List<String> skus) implements PlaceOutcome {
        public UnknownProducts {
            skus = List.copyOf(skus);
        }
    }

    public record MixedCurrencies(List<String> currencies) implements PlaceOutcome {
        public MixedCurrencies {
            currencies = List.copyOf(currencies);
        }
    }

    public record TotalChanged(Money total) implements PlaceOutcome {}

    /** No such cart, or another customer's. */
    public record UnknownCart() implements PlaceOutcome {}

    /** The cart has no lines, or none that is for sale. */
    public record EmptyCart() implements PlaceOutcome {}

    /** No payment provider knows the card token. */
    public record UnknownCard() implements PlaceOutcome {}

    /** This version of the cart became that order before. */
    public record CartOrdered(UUID orderId) implements PlaceOutcome {}

    /** Nothing is left of what these lines ask for; never of a line that could be had in part. */
    public record SoldOut(List<SoldOutLine> lines) implements PlaceOutcome {
        public SoldOut {
            lines = List.copyOf(lines);
        }
    }

    /** @param field of the request that asks for the SKU: {@code lines[2].sku}, or {@code cartId} */
    public record SoldOutLine(String field, String sku) {}

    /** The customer has too much under way. @param reason in words */
    public record TooManyOpenOrders(String reason) implements PlaceOutcome {}

    /** So many orders wait that this one would miss its deadline. @param retryAfterSeconds 1 to 30 */
    public record BacklogFull(int retryAfterSeconds) implements PlaceOutcome {}

    /** @param reason in words: too many lines, too many units of a line */
    public record TooLarge(String field, String reason) implements PlaceOutcome {}

    /** @param owner the customer whose order it must be; absent: any customer, for operators */
    public record GetOrder(UUID id, @Nullable String owner) {}

    public sealed interface OrderAnswer {}

    public record Found(OrderView order) implements OrderAnswer {}

    public record NotFound() implements OrderAnswer, ChangeOutcome {}

    /**
     * @param owner as in {@link GetOrder}
     * @param limit 1 to 100
     * @param cursor opaque, from the page before; absent: from the newest
     */
    public record ListOrders(
            @Nullable String owner, int limit, @Nullable String cursor) {}

    public record OrderPage(List<OrderView> items, @Nullable String next) {
        public OrderPage {
            items = List.copyOf(items);
        }
    }

    public enum Change {
        CANCEL,
        SHIP,
        DELIVER
    }

    /** @param owner as in {@link GetOrder}; @param actor subject of the token */
    public record ChangeOrder(
            UUID id,
            @Nullable String owner,
            Change change,
            String actor,
            @Nullable String traceparent) {}

    public sealed interface ChangeOutcome {}

    public record Changed(OrderView order) implements ChangeOutcome {}

    /** The order's state does not allow it. */
    public record Refused(OrderStatus status, String reason) implements ChangeOutcome {}

    public record OrderIds(List<UUID> ids) {
        public OrderIds {
            ids = List.copyOf(ids);
        }
    }

    /** @param done what was done, in words, by order */
    public record RecordRepairs(Map<UUID, String> done) {
        public RecordRepairs {
            done = Map.copyOf(done);
        }
    }

    public record PaymentTokens(Map<UUID, String> tokens) {
        public PaymentTokens {
            tokens = Map.copyOf(tokens);
        }

        @Override
        public String toString() {
            return "PaymentTokens[" + tokens.size() + "]";
        }
    }

    public record Letters(Map<UUID, OrderLetter> letters) {
        public Letters {
            letters = Map.copyOf(letters);
        }

        /** Addresses stay out of logs. */
        @Override
        public String toString() {
            return "Letters[" + letters.size() + "]";
        }
    }

    public record Statuses(Map<UUID, OrderStatus> statuses) {
        public Statuses {
            statuses = Map.copyOf(statuses);
        }
    }

    /** @param after the last entry known, 0 for none, by order; 1 to 1,000 orders */
    public record GetTimelines(Map<UUID, Long> after) {
        public GetTimelines {
            after = Map.copyOf(after);
        }
    }

    public record Timelines(Map<UUID, Timeline> orders) {
        public Timelines {
            orders = Map.copyOf(orders);
        }
    }

    /**
     * @param seq of the order's last entry
     * @param over nothing is expected to follow
     * @param entries all that came after the one that is known, in order
     */
    public record Timeline(String customer, long seq, boolean over, List<TimelineEntry> entries) {
        public Timeline {
            entries = List.copyOf(entries);
        }
    }

    /** @param orders 1 or more */
    public record SettledLately(long orders) {}

    public record OrderChanged(UUID orderId, String customer, TimelineEntry entry) {}
}
