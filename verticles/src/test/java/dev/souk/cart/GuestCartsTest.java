package dev.souk.cart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestCartsTest {
    private static final Duration EXPIRY = Duration.ofDays(30);
    private static final Instant GIVEN = Instant.parse("2026-01-01T00:00:00.900Z");

    private static GuestCarts at(Instant now, Duration expiry) {
        return new GuestCarts(UUID::randomUUID, () -> now, expiry);
    }

    @Test
    void everyIdIsAnotherAndBeginsWithRandomBits() {
        GuestCarts carts = at(GIVEN, EXPIRY);
        Set<UUID> ids = new HashSet<>();
        Set<Long> beginnings = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            UUID id = carts.open().id();
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
            ids.add(id);
            beginnings.add(id.getMostSignificantBits());
        }
        assertThat(ids).hasSize(1_000);
        assertThat(beginnings).as("no two nodes write to one end of the index").hasSize(1_000);
    }

    /** A row can have been deleted as soon as the expiry is over, by a clock that differs by a minute at the most. */
    @ParameterizedTest
    @CsvSource({
        "P30D,  PT0S,          true",
        "P30D,  P29DT23H58M,   true",
        "P30D,  P29DT23H59M1S, false",
        "P30D,  P31D,          false",
        "P30D,  P365D,         false",
        "P30D,  PT-59S,        true",
        "P30D,  PT-62S,        false",
        "PT10S, PT3S,          true",
        "PT10S, PT6S,          false",
    })
    void anIdIsAnEmptyCartUntilItsRowMayHaveBeenDeleted(Duration expiry, Duration age, boolean empty) {
        UUID id = at(GIVEN, expiry).open().id();

        Cart found = at(GIVEN.plus(age), expiry).orEmpty(id, null);

        assertThat(found != null).isEqualTo(empty);
    }

    @Test
    void allNodesAnswerTheSameEmptyCartAndAStoredOneAsItIs() {
        Cart opened = at(GIVEN, EXPIRY).open();
        assertThat(at(GIVEN.plusSeconds(9), EXPIRY).orEmpty(opened.id(), null)).isEqualTo(opened);

        Cart stored = opened.with("p1", 1, UUID.randomUUID());
        assertThat(at(GIVEN.plus(Duration.ofDays(99)), EXPIRY).orEmpty(opened.id(), stored))
                .isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0b0e1f5e-54a4-4b6f-8f0a-3b0f6955b900",
    })
    void whatIsNoSuchIdIsNoCart(UUID id) {
        assertThat(at(GIVEN, EXPIRY).orEmpty(id, null)).isNull();
    }
}
