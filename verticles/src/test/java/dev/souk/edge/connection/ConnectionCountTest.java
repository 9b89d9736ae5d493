package dev.souk.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {
    private static final ClientGroup ONE = ClientGroup.of("192.0.2.1");
    private static final ClientGroup OTHER = ClientGroup.of("192.0.2.2");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ConnectionCount count = new ConnectionCount(4, 2, metrics);

    @Test
    void oneClientHasItsOwnBound() {
        assertThat(count.opened(ONE, false)).isTrue();
        assertThat(count.opened(ONE, false)).isTrue();
        assertThat(count.opened(ONE, false)).isFalse();
        count.closed(ONE);

        assertThat(count.opened(OTHER, false)).isTrue();
        count.closed(ONE);
        assertThat(count.opened(ONE, false)).isTrue();
        assertThat(count.open()).isEqualTo(3);
    }

    @Test
    void theNodeHasOneForAll() {
        for (int i = 0; i < 4; i++) {
            assertThat(count.opened(ClientGroup.of("192.0.2.1" + i), false)).isTrue();
        }

        assertThat(count.opened(OTHER, false)).isFalse();

        assertThat(metrics.counter("souk.edge.connections.refused", "bound", "node")
                        .count())
                .isEqualTo(1);
        assertThat(metrics.get("souk.edge.connections").gauge().value()).isEqualTo(5);
    }

    @Test
    void nothingIsRememberedOfClientsThatAreGone() throws Exception {
        List<Future<?>> working = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                working.add(threads.submit(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        ClientGroup client = ClientGroup.of("192.0.2." + i % 5);
                        count.opened(client, false);
                        count.closed(client);
                    }
                }));
            }
            for (Future<?> work : working) {
                work.get();
            }
        }

        assertThat(count.open()).isZero();
        assertThat(count.clients()).isZero();
    }
}
