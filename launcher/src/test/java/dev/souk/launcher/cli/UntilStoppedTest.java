package dev.souk.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.cli.terminal.UntilStopped;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UntilStoppedTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A verticle on an event loop stops when that loop ends, and the launcher does not wait for its last answer. */
    @Test
    void shouldEndWhenWhatItRanHasEnded() throws Exception {
        Vertx vertx = Vertx.vertx();
        CountDownLatch runs = new CountDownLatch(1);
        Future<Vertx> start = vertx.deployVerticle(new Running(runs)).map(vertx);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            java.util.concurrent.Future<Integer> ended =
                    thread.submit(() -> UntilStopped.run(start, Vertx::close, LIMIT));
            assertThat(runs.await(20, TimeUnit.SECONDS)).isTrue();
            thread.shutdownNow();

            assertThat(ended.get(2 * LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.DONE);
        }
    }

    private static final class Running extends VerticleBase {
        private final CountDownLatch runs;

        Running(CountDownLatch runs) {
            this.runs = runs;
        }

        @Override
        public Future<?> start() {
            runs.countDown();
            return Future.succeededFuture();
        }
    }
}
