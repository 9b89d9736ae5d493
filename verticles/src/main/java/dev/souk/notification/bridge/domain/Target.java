package dev.souk.notification.bridge.domain;

import java.util.UUID;
import java.util.regex.Pattern;

/** The target that an address stands for. */
public sealed interface Target {
    /** The longest address that means something is much shorter. */
    int LONGEST_ADDRESS = 100;

    /** {@code orders.<id>}: the timeline of one order, for its owner and for operators. */
    record Order(UUID id) implements Target {}

    /** {@code ops.<name>}: a feed that operators watch. */
    record Ops(String address) implements Target {}

    /** Nothing that can be followed. */
    record Nothing() implements Target {}

    static Target of(String address) {
        if (Addresses.ORDER.matcher(address).matches()) {
            return new Order(UUID.fromString(address.substring(Addresses.ORDERS.length())));
        }
        return Addresses.OPS.matcher(address).matches() ? new Ops(address) : new Nothing();
    }

    /** How addresses are written. */
    final class Addresses {
        private static final String ORDERS = "orders.";
        private static final Pattern ORDER =
                Pattern.compile("orders\\.[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        private static final Pattern OPS = Pattern.compile("ops\\.[a-z0-9][a-z0-9.-]{0,59}");

        private Addresses() {}
    }
}
