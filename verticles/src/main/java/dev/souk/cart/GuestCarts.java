package dev.souk.cart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Guests' carts before their first line. They have no row: all that there is of such a cart is its id, which the guest
 * keeps, and which says when it was given.
 *
 * <pre>
 *  rrrrrrrr-rrrr-8rrr-Vrrr-rrrrtttttttt    UUID of version 8 (RFC 9562): 90 random bits, then the second since 1970
 * </pre>
 *
 * <p>A cart whose row is missing is taken for empty as long as no row of that id can have been deleted: for {@code
 * cart.expiry} after the id was given, less a margin for clocks that differ. Later it counts as deleted. So no version
 * of a cart comes twice, and an order of one version is never taken for that of another.
 */
final class GuestCarts {
    /** Clocks of nodes and of the database differ by no more than this. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final int VERSION = 8;
    private static final long VERSION_BITS = 0xF000L;
    private static final long SECONDS = 0xFFFF_FFFFL;
    private static final UUID NOBODY = new UUID(0, 0);

    private final Supplier<UUID> random;
    private final InstantSource clock;
    private final Duration unstored;

    /**
     * @param random UUIDs of version 4
     * @param expiry a cart that was not changed for this long is deleted
     */
    GuestCarts(Supplier<UUID> random, InstantSource clock, Duration expiry) {
        this.random = random;
        this.clock = clock;
        Duration half = expiry.dividedBy(2);
        this.unstored = expiry.minus(half.compareTo(CLOCKS_DIFFER) < 0 ? half : CLOCKS_DIFFER);
    }

    /** A new one, given now. */
    Cart open() {
        UUID seed = random.get();
        return empty(new UUID(
                (seed.getMostSignificantBits() & ~VERSION_BITS) | ((long) VERSION << 12),
                (seed.getLeastSignificantBits() & ~SECONDS) | (clock.instant().getEpochSecond() & SECONDS)));
    }

    /** The first version of a cart, as every node answers it without having stored it. */
    private static Cart empty(UUID id) {
        return Cart.empty(id, null, NOBODY);
    }

    /**
     * @param stored the cart of that id, absent where there is none
     * @return that cart, or the empty one that it is until it is stored; none when there is no such cart
     */
    @Nullable
    Cart orEmpty(UUID id, @Nullable Cart stored) {
        return stored == null && isUnstored(id) ? empty(id) : stored;
    }

    private boolean isUnstored(UUID id) {
        if (id.version() != VERSION) {
            return false;
        }
        Instant given = Instant.ofEpochSecond(id.getLeastSignificantBits() & SECONDS);
        Instant now = clock.instant();
        return !given.isAfter(now.plus(CLOCKS_DIFFER)) && now.isBefore(given.plus(unstored));
    }
}
