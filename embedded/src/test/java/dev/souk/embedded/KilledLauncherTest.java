package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.souk.embedded.process.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher in a JVM of its own, run as a jar whose manifest names the class path, and killed. */
@Tag("stack")
class KilledLauncherTest {

    @TempDir
    private Path folder;

    /** The launcher: starts a stack on the folder and the first port it is given, and waits to be ended. */
    static final class Launcher {

        private Launcher() {}

        public static void main(String[] args) throws InterruptedException {
            int port = Integer.parseInt(args[1]);
            EmbeddedStack stack =
                    EmbeddedStack.start(StackOptions.at(Path.of(args[0]), port, port + 1, port + 11), Progress.SILENT);
            Runtime.getRuntime().addShutdownHook(new Thread(stack::stop));
            System.out.println("all up");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void nextStartShouldStopWhatTheKilledLauncherLeft() throws Exception {
        Path data = folder.resolve("data");
        StackOptions options = StackOptions.temporary(data);
        Process launcher = launch(data, options);
        List<ProcessHandle> servers = awaitServers(launcher);
        launcher.destroyForcibly().waitFor();
        assertThat(servers).hasSizeGreaterThanOrEqualTo(8).anyMatch(ProcessHandle::isAlive);

        try (EmbeddedStack stack = EmbeddedStack.start(options, Progress.SILENT)) {
            assertThat(servers)
                    .noneMatch(server -> ProcessIdentity.of(server.pid()).isPresent());
            assertThat(Clients.sql(stack.postgres(), "SELECT 1")).isEqualTo("1");
            assertThat(stack.redis().isWhole()).isTrue();
        }
    }

    @Test
    void terminatedLauncherShouldLeaveNothingWithin15Seconds() throws Exception {
        Path data = folder.resolve("data");
        StackOptions options = StackOptions.temporary(data);
        Process launcher = launch(data, options);
        List<ProcessHandle> servers = awaitServers(launcher);
        launcher.destroy();
        assertThat(launcher.waitFor(15, TimeUnit.SECONDS)).isTrue();
        assertThat(servers).noneMatch(server -> ProcessIdentity.of(server.pid()).isPresent());
        assertThat(data.resolve("run")).isEmptyDirectory();
    }

    private Process launch(Path data, StackOptions options) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        launcherJar().toString(),
                        data.toString(),
                        Integer.toString(options.postgresPort()))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private List<ProcessHandle> awaitServers(Process launcher) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(log()).contains("all up") || !launcher.isAlive());
        assertThat(log()).content().contains("all up");
        return launcher.descendants().toList();
    }

    private Path log() {
        return folder.resolve("launcher.log");
    }

    private Path launcherJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Launcher.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        Path jar = folder.resolve("launcher.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(out, manifest)) {
            written.finish();
        }
        return jar;
    }

    private static String classPath() {
        Stream<String> entries =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
        return entries.map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" "));
    }
}
