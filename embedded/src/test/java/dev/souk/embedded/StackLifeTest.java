package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.embedded.Progress.State;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.embedded.process.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack's start, stop and start again. */
class StackLifeTest {

    @TempDir
    private Path folder;

    private Path data;

    /** Blanks and brackets are common in the names of folders, and special in settings files. */
    @BeforeEach
    void nameTheFolder() {
        data = folder.resolve("my data (1)");
    }

    @Test
    void restartShouldKeepSqlDataAndMessagesAlsoOnOtherPorts() throws Exception {
        Children before = Children.now();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (EmbeddedStack stack = EmbeddedStack.start(
                StackOptions.temporary(data), (server, state, millis) -> heard.add(server + " " + state))) {
            Clients.sql(stack.postgres(), "CREATE TABLE orders (id INT8)");
            Clients.sql(stack.postgres(), "INSERT INTO orders VALUES (7)");
            Clients.createTopic(stack.kafka(), "orders", 1);
            Clients.produce(stack.kafka(), "orders", "placed");
        }
        assertThat(Children.now().newSince(before)).isEmpty();
        assertThat(heard)
                .contains("postgres READY", "kafka READY", "redis READY")
                .endsWith(
                        "kafka STOPPING",
                        "kafka STOPPED",
                        "redis STOPPING",
                        "redis STOPPED",
                        "postgres STOPPING",
                        "postgres STOPPED");

        try (EmbeddedStack again = EmbeddedStack.start(StackOptions.temporary(data), Progress.SILENT)) {
            assertThat(Clients.sql(again.postgres(), "SELECT id FROM orders")).isEqualTo("7");
            assertThat(Clients.consume(again.kafka(), "orders", "readers", 1)).containsExactly("placed");
            assertThat(again.redis().isWhole()).isTrue();
        }
    }

    @Test
    void interruptedStartShouldLeaveNothingRunning() throws InterruptedException {
        Children before = Children.now();
        Set<String> failures = ConcurrentHashMap.newKeySet();
        Thread[] starter = new Thread[1];
        starter[0] = new Thread(() -> {
            try {
                EmbeddedStack.start(StackOptions.temporary(data), (server, state, millis) -> {
                    if (server.equals("postgres") && state == State.READY) {
                        starter[0].interrupt();
                    }
                });
            } catch (StackException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        });
        starter[0].start();
        assertThat(starter[0].join(Duration.ofSeconds(30))).isTrue();
        assertThat(failures).containsExactly("The start was cancelled");
        assertThat(Children.now().newSince(before)).isEmpty();
        StackFolder.open(data).close();
    }

    @Test
    @Tag("stack")
    void stopShouldBeBoundedWhenServersAreFrozen() {
        Children before = Children.now();
        EmbeddedStack stack = EmbeddedStack.start(StackOptions.temporary(data), Progress.SILENT);
        new ServerProcess(stack.folder(), ServerCommand.of("souk-1", List.of("sleep", "60"))).start();
        // Signals instead of suspend(): stop must not need to know that the servers are frozen.
        stack.folder().servers().forEach(server -> Signals.send("STOP", List.of(server.pid())));
        long begin = System.nanoTime();
        stack.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        assertThat(Children.now().newSince(before)).isEmpty();
    }

    @Test
    void secondStackOnOneFolderShouldBeRefused() {
        StackFolder held = StackFolder.open(data);
        assertThatThrownBy(() -> EmbeddedStack.start(StackOptions.temporary(data), Progress.SILENT))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("is in use by another running stack");
        held.close();
        StackFolder.open(data).close();
    }
}
