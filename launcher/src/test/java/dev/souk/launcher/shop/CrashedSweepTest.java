package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.shop.Shop.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The only node halts while it expires orders that were not settled in time, and holds the lease of that work. The next
 * node that starts finishes the work.
 */
@Tag("stack")
class CrashedSweepTest {
    @ParameterizedTest
    @ValueSource(strings = {"expire-orders.before-commit", "expire-orders.after-commit"})
    void ordersExpireOnceAndGiveBackTheirStockWhereverTheirSweeperHalts(String point) throws Exception {
        CrashWorld world = new CrashWorld(
                "crashed_sweep_" + (point.contains("before") ? 1 : 2),
                Map.of("order.deadline", "8s", "order.sweep-every", "500ms"));
        List<String> orders = new ArrayList<>();
        try {
            // The provider comes with the steady node: until then no order is paid for, nor known to be unpaid.
            world.halt(point, alone -> {
                if (orders.isEmpty()) {
                    alone.stock("boat", 5000, 100);
                    List<CompletableFuture<Answer>> asked = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        asked.add(alone.order("ann", "boat-" + i, "tok_ok", "[" + Shop.line("boat", 2) + "]"));
                    }
                    asked.forEach(answer -> orders.add(
                            Shop.require(201, answer.join()).body().get("id").asText()));
                }
            });
            assertThat(orders).hasSize(5);

            world.open();

            for (String id : orders) {
                JsonNode order =
                        world.await("ann", id, now -> now.get("status").asText().equals("EXPIRED"));
                assertThat(order.get("timeline").findValuesAsText("event")).containsOnlyOnce("order.expired");
            }
            CrashWorld.eventually()
                    .untilAsserted(() -> assertThat(
                                    world.shop.level("boat").get("available").asLong())
                            .isEqualTo(100));
            Audits.assertClean(world.settings);
        } finally {
            world.close();
        }
    }
}
