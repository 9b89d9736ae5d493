package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.dev.DevProcess;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The start script in a fresh copy of this source tree. */
@Tag("stack")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ScriptTest {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".souk", "prove-report");

    @TempDir
    Path folder;

    private record Run(Process process, Path out, Path err) {
        int exit() throws InterruptedException {
            assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        }

        String stdout() throws IOException {
            return Files.readString(out);
        }

        String stderr() throws IOException {
            return Files.readString(err);
        }
    }

    private Run run(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Run(process, out, err);
    }

    private static void copySources(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path source, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(source.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(source).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(source).toString());
                Files.copy(source, copy);
                assertThat(copy.toFile().setExecutable(Files.isExecutable(source)))
                        .isTrue();
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void buildsOnceHoweverManyAskAndAgainWhenASourceIsNewer() throws Exception {
        Path clone = folder.resolve("a fresh clone");
        copySources(Path.of(System.getProperty("souk.root")), clone);
        Path link = Files.createSymbolicLink(folder.resolve("linked"), clone.resolve("souk"));

        Run one = run(clone.resolve("souk"), "--version");
        Run two = run(link, "--version");
        assertThat(one.exit()).as(one.stderr()).isZero();
        assertThat(two.exit()).as(two.stderr()).isZero();
        assertThat(one.stdout()).startsWith("souk 1.").isEqualTo(two.stdout());
        assertThat(List.of(one.stderr(), two.stderr()))
                .satisfiesOnlyOnce(said -> assertThat(said).contains("building"));

        Run third = run(link, "slot", "test1", "--set", "redis.nodes=127.0.0.1:1");
        assertThat(third.exit()).isEqualTo(3);
        assertThat(third.stdout()).isEqualTo("test1 4768\n");
        assertThat(third.stderr()).startsWith("souk: the Redis Cluster").hasLineCount(1);

        stopsWithAnArchiveOfItsClasses(link, clone);

        Run prove = run(link, "prove", "--faults", "nothing-like-it");
        assertThat(prove.exit()).isEqualTo(2);
        assertThat(prove.stderr()).startsWith("souk prove: --faults: there is no 'nothing-like-it'");

        Files.setLastModifiedTime(clone.resolve("conf/souk.yaml"), FileTime.from(Instant.now()));
        Run fourth = run(link, "--help");
        assertThat(fourth.exit()).as(fourth.stderr()).isZero();
        assertThat(fourth.stderr()).contains("building");
    }

    /** Without the archive every start would be as slow as the first. */
    private void stopsWithAnArchiveOfItsClasses(Path script, Path clone) throws Exception {
        Run dev = run(
                script,
                "dev",
                "--empty",
                "--data",
                folder.resolve("data").toString(),
                "--port-offset",
                Integer.toString(DevProcess.freeOffset()));
        try {
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                assertThat(dev.process().isAlive())
                        .as(dev.stdout() + dev.stderr())
                        .isTrue();
                return dev.stdout().contains("The shop is open");
            });
        } finally {
            dev.process().destroy();
            dev.exit();
        }

        assertThat(dev.exit()).as(dev.stdout()).isZero();
        assertThat(clone.resolve("launcher/target/app")).as(dev.stdout()).isDirectoryContaining("glob:**/souk-*.jsa");
    }

    @Test
    void saysThatTheBuildFailedAndWhyAndTriesAgainNextTime() throws Exception {
        Path clone = folder.resolve("broken");
        copySources(Path.of(System.getProperty("souk.root")), clone);
        Path source = clone.resolve("embedded/src/main/java/dev/souk/embedded/Broken.java");
        Files.writeString(source, "package dev.souk.embedded; class Broken {");

        Run broken = run(clone.resolve("souk"), "--version");

        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.stdout()).isEmpty();
        assertThat(broken.stderr()).contains("Broken.java", "souk: the build failed");
        assertThat(clone.resolve("launcher/target/build.lock")).doesNotExist();
    }
}
