package dev.souk.launcher.cli;

import dev.souk.launcher.cli.dlq.DlqCommand;
import dev.souk.launcher.cli.shop.ImportCommand;
import dev.souk.launcher.cli.shop.ReplayCommand;
import dev.souk.launcher.cli.shop.TokenCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "souk",
        description = "The part of a shop that must not break on its busiest day.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DevCommand.class,
            NodeCommand.class,
            SandboxCommand.class,
            MigrateCommand.class,
            ImportCommand.class,
            ReplayCommand.class,
            AuditCommand.class,
            DlqCommand.class,
            SlotCommand.class,
            TokenCommand.class,
            DoctorCommand.class
        },
        footerHeading = "%nsouk prove, a program of its own, checks the promise under faults:"
                + " souk prove --help.%n%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  the thing checked is false: a violation, an order not settled, an HTTP fault",
            "  2  usage or settings",
            "  3  unreachable"
        })
public final class SoukCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static CommandLine commandLine() {
        Errors errors = new Errors();
        return new CommandLine(new SoukCommand())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    /** Without a command: prints the list of commands. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
