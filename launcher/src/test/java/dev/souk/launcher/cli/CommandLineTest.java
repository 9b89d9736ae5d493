package dev.souk.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.launcher.TestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private record Result(int exit, String out, String err) {}

    private static Result souk(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                SoukCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Result(command.execute(arguments), out.toString(), err.toString());
    }

    /** The command with the settings of the shared servers. */
    private static Result onServers(String database, String... arguments) {
        EmbeddedStack stack = SharedStack.get();
        stack.postgres().createDatabase(database);
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        TestSettings.raw(stack, database).forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        return souk(all.toArray(String[]::new));
    }

    @Test
    void helpAndVersionAreDone() {
        assertThat(souk("--help").exit()).isZero();
        assertThat(souk("--help").out()).contains("dev", "node", "migrate", "slot", "token", "doctor", "Exit codes");
        assertThat(souk("--version").exit()).isZero();
        assertThat(souk("--version").out()).startsWith("souk ").contains("Java 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "node", "migrate", "slot", "token", "doctor", "dlq"})
    void everyCommandHasHelp(String command) {
        Result help = souk(command, "--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out()).startsWith("Usage: souk " + command);
    }

    @Test
    void whatIsNoCommandOrOptionIsAUsageErrorOfOneOrTwoLines() {
        assertThat(souk().exit()).isEqualTo(ExitCode.USAGE);
        for (Result wrong :
                List.of(souk("nod"), souk("dev", "--node", "3"), souk("slot"), souk("dev", "--nodes", "many"))) {
            assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
            assertThat(wrong.out()).isEmpty();
            assertThat(wrong.err()).startsWith("souk: ").doesNotContain("\tat ").hasLineCount(2);
        }
    }

    @Test
    void badSettingsAreAllNamedAtOnce(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "http: {prot: 1}\nsql: {pool-size: zero}\n");
        Result wrong = souk("node", "--config", file.toString(), "--set", "bus.deadline=5");

        assertThat(wrong.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err())
                .contains("http.prot", "http.port", "sql.pool-size", "bus.deadline")
                .hasLineCount(3);
    }

    @Test
    void valuesOutOfRangeAreUsageErrors() {
        assertThat(souk("dev", "--nodes", "0").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(souk("slot", "a", "--port-offset", "-1").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(souk("token", "--sub", "a", "--url", "shop").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(souk("slot", "a", "--port-offset", "1", "--config", "x").err())
                .contains("one of them");
    }

    @Test
    void whatCannotBeReachedIsSaidInOneLine() {
        Result migrate = souk("migrate", "--set", "sql.port=1");
        assertThat(migrate.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(migrate.err())
                .startsWith("souk: database souk at 127.0.0.1:1: ")
                .hasLineCount(1);

        Result token = souk("token", "--sub", "alice", "--url", "http://127.0.0.1:1");
        assertThat(token.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(token.err())
                .startsWith("souk: http://127.0.0.1:1 does not answer")
                .hasLineCount(1);
    }

    @Test
    void aSlotIsPrintedEvenWhenNoClusterIsThereToSayWhoseItIs() {
        Result slot = souk("slot", "test1", "test1:0", "--set", "redis.nodes=127.0.0.1:1");

        assertThat(slot.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(slot.out()).isEqualTo("test1 4768\ntest1:0 3318\n");
        assertThat(slot.err())
                .contains("Redis Cluster at 127.0.0.1:1 cannot be reached")
                .hasLineCount(1);
    }

    @Test
    void aSlotComesWithItsOwner() {
        Result slot = onServers("souk", "slot", "test1", "test1:0", "test1:1", "test1:2");

        List<String> nodes = List.of(SharedStack.get().redis().addresses().split(","));
        assertThat(slot.exit()).isZero();
        assertThat(slot.out())
                .isEqualTo("test1 4768 %s%ntest1:0 3318 %s%ntest1:1 7383 %s%ntest1:2 11444 %s%n"
                        .formatted(nodes.get(0), nodes.get(0), nodes.get(1), nodes.get(2)));
    }

    @Test
    void migrateSaysWhatItDid() {
        assertThat(onServers("cli_migrate", "migrate").out()).contains("cli_migrate went to version", "PostgreSQL 18");
        assertThat(onServers("cli_migrate", "migrate").out()).contains("already");
    }

    @Test
    void aNodeOnADatabaseThatIsNotMigratedNamesTheCommandThatHelps() {
        Result node = onServers("cli_unmigrated", "node");

        assertThat(node.exit()).isEqualTo(ExitCode.FALSE);
        assertThat(node.err()).contains("souk migrate").hasLineCount(1);
    }

    @Test
    void doctorNamesWhatIsThereAndWhatIsNot() {
        onServers("cli_doctor", "migrate");
        Result doctor = onServers("cli_doctor", "doctor", "--set", "payment.provider-url=http://127.0.0.1:1");

        assertThat(doctor.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(doctor.out())
                .containsPattern("ok +database .*PostgreSQL 18")
                .containsPattern("ok +schema +version")
                .containsPattern("ok +collation .*bytes")
                .containsPattern("ok +kafka .*1 broker")
                .containsPattern("ok +redis +6 of 6 nodes .* 16384 of 16384 slots")
                .containsPattern("FAIL +provider +http://127.0.0.1:1 does not answer");
    }

    @Test
    void doctorLivesWithNothingBeingThere() {
        Result doctor = souk(
                "doctor",
                "--set",
                "sql.port=1",
                "--set",
                "kafka.bootstrap-servers=127.0.0.1:1",
                "--set",
                "redis.nodes=127.0.0.1:1",
                "--set",
                "http.port=1",
                "--set",
                "management.port=1",
                "--set",
                "payment.provider-url=http://127.0.0.1:1");

        assertThat(doctor.exit()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(doctor.out().lines()).hasSize(6).allMatch(line -> line.startsWith("FAIL"));
        assertThat(doctor.err()).isEmpty();
    }
}
