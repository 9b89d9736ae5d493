package dev.souk.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.Breaker;
import dev.souk.notification.webhook.message.WebhookView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final int AT_ONCE = 2 * Lane.FAILURES;
    private static final UUID ID = UUID.randomUUID();
    private static final AttemptResult REFUSED = AttemptResult.answered(500);

    private final Lanes lanes = new Lanes(AT_ONCE);
    private final Lane lane = lanes.of(ID);

    private Map<UUID, Integer> room(int version) {
        Instant updatedAt = Instant.EPOCH.plusSeconds(version);
        WebhookView webhook = new WebhookView(ID, "", List.of(), "", null, null, Instant.EPOCH, updatedAt);
        return lanes.room(List.of(webhook), 0);
    }

    private List<Breaker> begin(int attempts) {
        List<Breaker> begun = new ArrayList<>();
        for (int i = 0; i < attempts; i++) {
            begun.add(lane.begin());
        }
        return begun;
    }

    private void end(List<Breaker> begun, AttemptResult result) {
        begun.forEach(breaker -> lane.end(breaker, result, 0));
    }

    @Test
    void oneThatKeepsFailingIsLeftAlone() {
        room(1);
        end(begin(Lane.FAILURES), REFUSED);

        assertThat(room(1)).isEmpty();
    }

    @Test
    void oneThatIsSetUpAnewIsTriedAtOnce() {
        room(1);
        end(begin(Lane.FAILURES), REFUSED);

        assertThat(room(2)).containsEntry(ID, AT_ONCE);
    }

    @Test
    void failuresOfAttemptsThatBeganBeforeDoNotCount() {
        room(1);
        List<Breaker> before = begin(Lane.FAILURES);
        room(2);

        end(before, REFUSED);

        assertThat(room(2)).containsEntry(ID, AT_ONCE);
    }

    @Test
    void aSuccessOfAnAttemptThatBeganBeforeDoesNotCount() {
        room(1);
        List<Breaker> before = begin(1);
        room(2);
        end(begin(Lane.FAILURES), REFUSED);

        end(before, AttemptResult.answered(200));

        assertThat(room(2)).isEmpty();
    }

    @Test
    void whatIsUnderWayToTheOldOneTakesRoomUntilItEnds() {
        room(1);
        begin(5);

        assertThat(room(2)).containsEntry(ID, AT_ONCE - 5);
    }
}
