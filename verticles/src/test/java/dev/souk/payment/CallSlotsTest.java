package dev.souk.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.payment.provider.CallSlots;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallSlotsTest {
    @Test
    void noMoreCallsThanSlotsAreUnderWayAndTheOthersFollowInTurn() {
        CallSlots slots = new CallSlots(2);
        List<Promise<Integer>> underWay = new ArrayList<>();
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slots.run(() -> {
                        Promise<Integer> call = Promise.promise();
                        underWay.add(call);
                        return call.future();
                    })
                    .onSuccess(answers::add);
        }
        assertThat(underWay).hasSize(2);
        assertThat(slots.waiting()).isEqualTo(3);

        underWay.get(1).complete(1);
        assertThat(underWay).hasSize(3);
        underWay.get(0).complete(0);
        underWay.get(2).complete(2);
        assertThat(underWay).hasSize(5);
        assertThat(answers).containsExactly(1, 0, 2);
        assertThat(slots.waiting()).isZero();
    }

    @Test
    void aCallThatFailsOrThrowsGivesItsSlotBack() {
        CallSlots slots = new CallSlots(1);
        List<String> failures = new ArrayList<>();
        slots.run(() -> Future.failedFuture("failed")).onFailure(failure -> failures.add(failure.getMessage()));
        slots.run(() -> {
                    throw new IllegalStateException("thrown");
                })
                .onFailure(failure -> failures.add(failure.getMessage()));

        assertThat(failures).containsExactly("failed", "thrown");
        assertThat(slots.run(() -> Future.succeededFuture(1)).result()).isEqualTo(1);
    }
}
