package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each file is taken by the program that will read it. A program that is missing is a failure. */
@Tag("stack")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ToolsTest {
    private static final String INSTALL = "sudo apt-get install -y haproxy prometheus shellcheck docker-compose";

    private static String tool(String name) {
        return Stream.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not installed: " + INSTALL));
    }

    private static void succeeds(String name, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(tool(name)));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(command.toString()).isTrue();
        assertThat(process.exitValue()).as(command + "\n" + output).isZero();
    }

    @Test
    void haproxyTakesItsFile() throws Exception {
        succeeds("haproxy", List.of("-c", "-f", "infra/haproxy/haproxy.cfg"));
    }

    @Test
    void prometheusTakesItsFileAndItsRules() throws Exception {
        succeeds("promtool", List.of("check", "config", "infra/prometheus/prometheus.yml"));
        succeeds("promtool", List.of("check", "rules", "infra/prometheus/rules/souk.yml"));
    }

    @Test
    void everyAlertFiresWhenItShouldAndNotBefore() throws Exception {
        succeeds("promtool", List.of("test", "rules", "infra/prometheus/tests/souk_test.yml"));
    }

    @Test
    void everyScriptPassesShellcheck() throws Exception {
        List<String> scripts = new ArrayList<>(Repository.files("infra", "*.sh"));
        scripts.addAll(List.of("souk", ".ci/run"));
        assertThat(scripts).hasSizeGreaterThan(5);
        // -x follows the file that both scripts read.
        List<String> arguments = new ArrayList<>(List.of("-x"));
        arguments.addAll(scripts);
        succeeds("shellcheck", arguments);
    }

    @Test
    void composeTakesBothFiles() throws Exception {
        succeeds("docker-compose", List.of("-f", Compose.FILE, "config", "--quiet"));
        succeeds("docker-compose", List.of("-f", Compose.FILE, "-f", "docker-compose.single.yml", "config", "--quiet"));
    }

    @Test
    void theListOfToolsInTheInstallScriptIsThatOfTheFailure() throws IOException {
        List<String> packages = Repository.matches(
                "\\w:([a-z-]+)",
                Repository.text("infra/install-tools.sh")
                        .lines()
                        .filter(line -> line.startsWith("for pair in"))
                        .findFirst()
                        .orElseThrow());
        assertThat(INSTALL).endsWith(String.join(" ", packages));
    }
}
