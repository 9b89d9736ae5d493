package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.souk.embedded.process.PidFile;
import dev.souk.embedded.process.ProcessIdentity;
import dev.souk.embedded.process.ServerCommand;
import dev.souk.embedded.process.ServerCommand.StopSignal;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A child process of any kind; the shell plays the server. */
class ServerProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path data;

    private StackFolder folder;

    @BeforeEach
    void open() {
        folder = StackFolder.open(data);
    }

    @AfterEach
    void close() {
        folder.servers().forEach(ServerProcess::kill);
        folder.close();
    }

    private ServerProcess shell(String script) {
        ServerCommand command = ServerCommand.of("souk-1", List.of("/bin/sh", "-c", script))
                .withEnvironment(Map.of("WORD", "hello"))
                .withReadiness(process -> process.hasLogged("ready"), LIMIT);
        return new ServerProcess(folder, command);
    }

    @Test
    void startedProcessShouldHaveItsEnvironmentLogAndPidFile() throws IOException {
        ServerProcess process = shell("echo $WORD ready; exec sleep 60");
        process.start();
        process.awaitReady();
        assertThat(process.isAlive()).isTrue();
        assertThat(data.resolve("logs/souk-1.log")).hasContent("hello ready");
        assertThat(Files.readString(data.resolve("run/souk-1.pid"))).contains("pid=" + process.pid());
        process.stop(LIMIT);
        assertThat(process.isAlive()).isFalse();
        assertThat(process.onExit()).succeedsWithin(LIMIT);
        assertThat(data.resolve("run/souk-1.pid")).doesNotExist();
    }

    @Test
    void processThatDiesAtStartShouldShowItsLastWords() {
        ServerProcess process = shell("echo starting; echo 'FATAL: no such luck'; echo bye; exit 3");
        process.start();
        assertThatThrownBy(process::awaitReady)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("souk-1 died at start: FATAL: no such luck (log: ");
    }

    @Test
    void processThatDoesNotStopShouldBeKilledAtTheLimitWithItsChildren() {
        ServerProcess process = shell("trap '' TERM; sleep 60 & echo ready; while true; do sleep 60; done");
        Children before = Children.now();
        process.start();
        process.awaitReady();
        process.stop(Duration.ofMillis(200));
        await().until(() -> Children.now().newSince(before).isEmpty());
    }

    @Test
    void suspendedProcessShouldStillStopInGoodOrder() {
        ServerProcess process =
                shell("trap 'echo in good order; exit 0' TERM; echo ready; while true; do sleep 0.05; done");
        process.start();
        process.awaitReady();
        process.suspend();
        process.stop(LIMIT);
        assertThat(process.hasLogged("in good order")).isTrue();
    }

    @Test
    void restartShouldRunTheSameCommandAgainAndAppendToTheLog() {
        ServerProcess process = shell("echo ready; exec sleep 60");
        process.start();
        process.awaitReady();
        long first = process.pid();
        process.kill();
        process.restart();
        assertThat(process.pid()).isNotEqualTo(first);
        assertThat(process.isAlive()).isTrue();
        assertThat(data.resolve("logs/souk-1.log")).hasContent("ready\nready");
    }

    @Test
    void nextStartShouldStopWhatAKilledLauncherLeft() {
        ServerProcess left = shell("echo ready; exec sleep 60");
        left.start();
        left.awaitReady();
        left.suspend();
        // A killed launcher's lock goes with it, and its pid files stay.
        folder.close();
        folder = StackFolder.open(data);
        // Java hears of the end a moment after the system.
        await().until(() -> !left.isAlive());
        assertThat(data.resolve("run")).isEmptyDirectory();
    }

    @Test
    void processThatOnlyHasTheNumberOfALeftoverShouldLive() throws IOException {
        ServerProcess stranger = shell("echo ready; exec sleep 60");
        stranger.start();
        stranger.awaitReady();
        folder.close();
        ProcessIdentity earlier = new ProcessIdentity(stranger.pid(), "another boot/1");
        new PidFile(data.resolve("run/souk-1.pid"), earlier, StopSignal.TERM).write();
        Files.writeString(data.resolve("run/garbage.pid"), "pid=" + stranger.pid());
        folder = StackFolder.open(data);
        assertThat(stranger.isAlive()).isTrue();
        stranger.kill();
    }
}
