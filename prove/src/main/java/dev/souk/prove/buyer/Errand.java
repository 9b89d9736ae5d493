package dev.souk.prove.buyer;

import dev.souk.prove.follow.AcceptedOrders;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The settings, tools and limits that the buyers of a crowd share.
 *
 * @param ordersLeft that may still be begun
 * @param buyUntil of {@link System#nanoTime()}: no order is begun after it, unless buyers are to stay longer
 * @param longer whether they are, for up to {@code lastUntil}
 * @param until likewise: nothing is asked again after it
 * @param accepted hears of every accepted order
 */
record Errand(
        CrowdOptions options,
        Shelf shelf,
        ShopClient client,
        CrowdCounts counts,
        ExecutorService threads,
        AtomicLong ordersLeft,
        long buyUntil,
        long lastUntil,
        BooleanSupplier longer,
        long until,
        AcceptedOrders accepted) {

    /** Takes one of the orders that are left, if there is time for it. */
    boolean mayOrder() {
        return isOpen() && ordersLeft.getAndDecrement() > 0;
    }

    /** Whether orders may still be begun, as far as time goes. */
    boolean isOpen() {
        long now = System.nanoTime();
        boolean inTime = now - buyUntil < 0 || now - lastUntil < 0 && longer.getAsBoolean();
        return inTime && ordersLeft.get() > 0;
    }

    /** Does both at the same time. @return the result of the first */
    Reply both(Callable<Reply> first, Callable<Reply> second) throws InterruptedException {
        Future<Reply> other = threads.submit(second);
        try {
            Reply reply = first.call();
            other.get();
            return reply;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a request could not be sent", e.getCause());
        } catch (InterruptedException e) {
            other.cancel(true);
            throw e;
        } catch (RuntimeException e) {
            other.cancel(true);
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a request could not be sent", e);
        }
    }
}
