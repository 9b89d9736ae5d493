package dev.souk.order;

import dev.souk.order.store.NewOrder;
import dev.souk.order.store.OpenOrdersRepository.Open;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders that this node is taking, by customer. Requests of one key are one order, whichever of them makes it. One that
 * is done stays here until {@link #forgetDone}: only a question to the database that begins after that is sure to see
 * it.
 *
 * <p>For one event loop.
 */
final class OrdersUnderWay {
    private final Map<String, Customer> customers = new HashMap<>();
    private List<NewOrder> done = new ArrayList<>();

    private static final class Key {
        final Open open;
        final Set<UUID> ids = new HashSet<>();

        Key(Open open) {
            this.open = open;
        }
    }

    private static final class Customer {
        final Map<String, Key> keys = new HashMap<>();
        Open sum = Open.NONE;
        /** Requests without their outcome. */
        int undone;

        @Nullable
        Promise<Void> next;
    }

    private static String keyOf(NewOrder order) {
        return order.claim().key();
    }

    /** Whether a request of the same customer with the same key is here. */
    boolean hasKeyOf(NewOrder order) {
        Customer customer = customers.get(order.customer());
        return customer != null && customer.keys.containsKey(keyOf(order));
    }

    /** All of a customer. */
    Open of(String customer) {
        Customer here = customers.get(customer);
        return here == null ? Open.NONE : here.sum;
    }

    /** @param open what it counts for, unless its key is here already */
    void add(NewOrder order, Open open) {
        Customer customer = customers.computeIfAbsent(order.customer(), name -> new Customer());
        Key key = customer.keys.get(keyOf(order));
        if (key == null) {
            key = new Key(open);
            customer.keys.put(keyOf(order), key);
            customer.sum = customer.sum.plus(open);
        }
        key.ids.add(order.id());
        customer.undone++;
    }

    /** Once for each that was added. */
    void done(NewOrder order) {
        done.add(order);
        Customer customer = customers.get(order.customer());
        if (customer != null) {
            customer.undone--;
            Promise<Void> next = customer.next;
            customer.next = null;
            if (next != null) {
                next.complete();
            }
        }
    }

    /** Done when one more request of the customer has its outcome; at once where none is without. */
    Future<Void> next(String customer) {
        Customer here = customers.get(customer);
        if (here == null || here.undone == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> next = here.next;
        if (next == null) {
            next = Promise.promise();
            here.next = next;
        }
        return next.future();
    }

    /** Ids that the orders of these customers may get, or have got. */
    List<UUID> ids(Collection<String> of) {
        List<UUID> ids = new ArrayList<>();
        for (String name : of) {
            Customer customer = customers.get(name);
            if (customer != null) {
                customer.keys.values().forEach(key -> ids.addAll(key.ids));
            }
        }
        return ids;
    }

    void forgetDone() {
        for (NewOrder order : done) {
            Customer customer = customers.get(order.customer());
            Key key = customer == null ? null : customer.keys.get(keyOf(order));
            if (customer != null && key != null && key.ids.remove(order.id()) && key.ids.isEmpty()) {
                customer.keys.remove(keyOf(order));
                customer.sum = customer.sum.minus(key.open);
                if (customer.keys.isEmpty()) {
                    customers.remove(order.customer());
                }
            }
        }
        done = new ArrayList<>();
    }
}
