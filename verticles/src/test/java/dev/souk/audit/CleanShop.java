package dev.souk.audit;

import dev.souk.testing.TestDatabase;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/** A shop in which every invariant holds, made by set-based SQL of its own: see {@code clean-shop.sql}. */
final class CleanShop {
    private static final String EMPTY = """
            TRUNCATE orders, reservation, stock_order, stock, stock_receipt, payment, refund, outbox, outbox_pending, inbox,
                     idempotency_claim
            """;

    private final TestDatabase database;

    CleanShop(TestDatabase database) {
        this.database = database;
    }

    /** @param orders every twentieth goes the same way: see {@link #order} */
    void load(int orders) {
        await(EMPTY);
        await(script("clean-shop.sql", orders));
    }

    /** Runs statements past all code that is tested. */
    void await(String sql) {
        TestDatabase.await(run(sql));
    }

    Future<?> run(String sql) {
        return database.pool.query(sql).execute();
    }

    /**
     * @param number modulo 20: 0 captured, 1 authorised (both CONFIRMED), 2 SHIPPED, 3 DELIVERED, 4 REFUNDED, 5 REJECTED, 6
     *     PAYMENT_FAILED, 7 CANCELLED after the capture, 8 CANCELLED before the confirmation, 9 EXPIRED, 10 RESERVED,
     *     others as 0
     */
    static String order(int number) {
        return id("order " + number);
    }

    static String event(String type, int order) {
        return id(type + " " + order);
    }

    /** The id that {@code md5(...)::uuid} of the database gives. */
    static String id(String name) {
        try {
            byte[] hash = java.security.MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(hash);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String script(String name, int orders) {
        try (InputStream in = Objects.requireNonNull(CleanShop.class.getResourceAsStream("/audit/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${orders}", Integer.toString(orders));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
