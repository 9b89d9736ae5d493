package dev.souk.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any number of callers ask, and one look answers them all. */
class LookTest {
    private final List<Promise<String>> begun = new ArrayList<>();

    private Look<String> look(Duration fresh) {
        return new Look<>(fresh, () -> {
            Promise<String> next = Promise.promise();
            begun.add(next);
            return next.future();
        });
    }

    @Test
    void whoComesWhileOneLooksWaitsForIt() {
        Look<String> look = look(Duration.ofHours(1));

        Future<String> first = look.take();
        Future<String> second = look.take();
        begun.getFirst().complete("seen");

        assertThat(begun).hasSize(1);
        assertThat(first.result()).isEqualTo("seen");
        assertThat(second.result()).isEqualTo("seen");
        assertThat(look.take().result()).as("a moment later").isEqualTo("seen");
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatIsOldIsLookedAtAnew() {
        Look<String> look = look(Duration.ZERO);
        look.take();
        begun.getFirst().complete("old");

        Future<String> later = look.take();
        begun.get(1).complete("new");

        assertThat(later.result()).isEqualTo("new");
    }

    @Test
    void aLookThatFailedIsNotShownAgain() {
        Look<String> look = look(Duration.ofHours(1));
        Future<String> failed = look.take();
        begun.getFirst().fail("gone");

        Future<String> next = look.take();
        begun.get(1).complete("back");

        assertThat(failed.failed()).isTrue();
        assertThat(next.result()).isEqualTo("back");
    }
}
