package dev.souk.prove.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whole runs, short ones. Souk is the launcher that was built before; see {@code prove/pom.xml} for the order. */
@Tag("stack")
@Timeout(value = 9, unit = TimeUnit.MINUTES)
class ProveTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--report", folder.toString()));
        all.addAll(List.of(arguments));
        CommandLine command = ProveMain.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(out, true));
        return command.execute(all.toArray(String[]::new));
    }

    private JsonNode report() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path json = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
            return JsonMapper.builder().build().readTree(json.toFile());
        }
    }

    private long checked(String promise) throws IOException {
        for (JsonNode verdict : report().path("verdict").path("verdicts")) {
            if (verdict.path("name").asText().equals(promise)) {
                return verdict.path("checked").asLong();
            }
        }
        return 0;
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(Files::isDirectory);
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(command -> command.contains(folder.toString())))
                .isEmpty();
    }

    @Test
    void soukKeepsItsPromiseWhileANodeAndTheDatabaseAreKilled() throws Exception {
        int exit = run(
                "--nodes",
                "2",
                "--buyers",
                "40",
                "--skus",
                "10",
                "--stock",
                "1500",
                "--seconds",
                "30",
                "--faults",
                "node-kill,postgres-kill",
                "--seed",
                "7");

        assertThat(exit).as("%s", out).isEqualTo(ExitCode.CLEAN);
        assertThat(out.toString()).contains("node-kill: souk-", "postgres-kill: postgres healed", "Clean:");
        assertThat(report().findValues("kind"))
                .extracting(JsonNode::asText)
                .contains("node-kill", "postgres-kill")
                .doesNotContain("unplanned-exit");
        assertThat(checked("followers-miss-nothing")).isPositive();
        assertThat(checked("webhooks-arrive")).isPositive();
        assertThat(folder.resolve("index.html")).isNotEmptyFile();
        assertNothingIsLeft();
    }

    @Test
    void theNaiveShopIsConvictedInTheSameWorld() throws Exception {
        int exit = run(
                "--naive",
                "--nodes",
                "2",
                "--buyers",
                "40",
                "--skus",
                "5",
                "--stock",
                "600",
                "--seconds",
                "20",
                "--faults",
                "node-kill,link-half-open",
                "--seed",
                "7");

        assertThat(exit).as("%s", out).isEqualTo(ExitCode.VIOLATION);
        assertThat(out.toString()).contains("BROKEN no-unit-sold-twice");
        // The naive shop has no followers and no webhooks, and is not judged by them.
        assertThat(out.toString()).containsPattern("-- +followers-miss-nothing").containsPattern("-- +webhooks-arrive");
        assertThat(report().path("shop").asText()).isNotEmpty();
        assertNothingIsLeft();
    }
}
