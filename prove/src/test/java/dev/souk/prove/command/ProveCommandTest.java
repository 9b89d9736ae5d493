package dev.souk.prove.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.fault.FaultKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ProveCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = ProveMain.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void helpNamesEveryKindOfFault() {
        assertThat(run("--help")).isZero();
        for (FaultKind kind : FaultKind.values()) {
            assertThat(out.toString()).contains(kind.label());
        }
        assertThat(out.toString()).contains("--naive", "--seed", "Exit codes:");
    }

    @Test
    void whatMakesNoSenseIsAnErrorOfUsageInOneSentence() {
        assertThat(run("--faults", "node-kill,flood")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("there is no 'flood'");
        assertThat(run("--nodes", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--skus", "50", "--stock", "49")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--seconds", "two")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--frobnicate")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void aWorldThatCannotBeBuiltIsSaidInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--report", file.resolve("below").toString())).isEqualTo(ExitCode.NO_WORLD);

        assertThat(err.toString())
                .startsWith("souk prove: The folder of reports cannot be made")
                .hasLineCount(1);
    }
}
