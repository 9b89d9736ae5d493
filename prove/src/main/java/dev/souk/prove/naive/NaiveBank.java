package dev.souk.prove.naive;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The naive shop's bank: it acts on a request as often as it comes, and knows the sandbox provider's test tokens. Its
 * books are written on a connection of their own, as a bank's are: no rollback of the shop's undoes them.
 */
final class NaiveBank {
    private static final Duration SLOW = Duration.ofMillis(300);

    private final NaiveDatabase database;
    private final Set<UUID> heardOf = ConcurrentHashMap.newKeySet();

    /** The bank did not answer in time: it may have acted. */
    static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1;
    }

    NaiveBank(NaiveDatabase database) {
        this.database = database;
    }

    static boolean isKnown(String token) {
        return switch (token) {
            case "tok_ok",
                    "tok_declined",
                    "tok_insufficient_funds",
                    "tok_slow",
                    "tok_timeout",
                    "tok_error_once",
                    "tok_webhook_first",
                    "tok_webhook_twice",
                    "tok_capture_fails" -> true;
            default -> false;
        };
    }

    /** @return whether the card was good for it */
    boolean charge(UUID order, long amount, String currency, String token)
            throws SQLException, NoAnswerException, InterruptedException {
        boolean first = heardOf.add(order);
        switch (token) {
            case "tok_declined", "tok_insufficient_funds" -> {
                return false;
            }
            case "tok_slow" -> TimeUnit.MILLISECONDS.sleep(SLOW.toMillis());
            case "tok_error_once" -> {
                if (first) {
                    throw new NoAnswerException();
                }
            }
            default -> {}
        }
        book(order, "CHARGE", amount, currency);
        if (token.equals("tok_timeout") && first) {
            throw new NoAnswerException();
        }
        return true;
    }

    void refund(UUID order, long amount, String currency) throws SQLException {
        book(order, "REFUND", amount, currency);
    }

    private void book(UUID order, String kind, long amount, String currency) throws SQLException {
        try (Connection own = database.open()) {
            NaiveDatabase.update(
                    own,
                    "INSERT INTO naive_charge (id, order_id, kind, amount, currency) VALUES (?, ?, ?, ?, ?)",
                    UUID.randomUUID(),
                    order,
                    kind,
                    amount,
                    currency);
        }
    }
}
