package dev.souk.launcher.shop;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of one connection to PostgreSQL (protocol version 3, "Message Flow"), cut into units: a transaction, or
 * the statements outside of one that were sent together. Called by the two threads that carry the connection.
 */
final class SqlConversation {
    private final Consumer<Unit> units;
    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private int trips;
    /** Answers that end a turn of the client's and have not come: that of the start-up is the first. */
    private int owed = 1;
    /** Whether the turn that is under way runs a statement: preparing alone is no round trip of a transaction. */
    private boolean counted;

    SqlConversation(Consumer<Unit> units) {
        this.units = units;
    }

    /**
     * @param statements as executed, in order
     * @param trips how often the client waited for the server; what is sent before the answer to what went ahead is
     *     one trip with it
     */
    record Unit(List<String> statements, int trips) {}

    synchronized void clientSays(char type, byte[] body) {
        switch (type) {
            case 'Q' -> {
                begin();
                statements.add(text(body, 0));
                owed++;
            }
            case 'P' -> {
                String name = text(body, 0);
                prepared.put(name, text(body, name.length() + 1));
            }
            case 'B' -> {
                String portal = text(body, 0);
                portals.put(portal, prepared.getOrDefault(text(body, portal.length() + 1), "?"));
            }
            case 'E' -> {
                begin();
                statements.add(portals.getOrDefault(text(body, 0), "?"));
            }
            case 'S' -> owed++;
            default -> {
                // Descriptions, closed statements, the password: nothing that runs.
            }
        }
    }

    private void begin() {
        if (owed == 0) {
            counted = false;
        }
        if (!counted) {
            counted = true;
            trips++;
        }
    }

    /** @param body of a message of the server's; that of ReadyForQuery is the state of the transaction */
    synchronized void serverSays(char type, byte[] body) {
        if (type != 'Z') {
            return;
        }
        owed--;
        if (owed > 0) {
            return;
        }
        counted = false;
        if (body[0] == 'I' && !statements.isEmpty()) {
            units.accept(new Unit(List.copyOf(statements), trips));
            statements.clear();
            trips = 0;
        }
    }

    private static String text(byte[] body, int from) {
        int end = from;
        while (body[end] != 0) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
