package dev.souk.prove.command;

import dev.souk.prove.fault.FaultKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The program behind {@code souk prove}. */
public final class ProveMain {
    private static final String FAULTS = "faults";

    private ProveMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new ProveCommand()).setUsageHelpAutoWidth(true);
        String version = ProveMain.class.getPackage().getImplementationVersion();
        command.getCommandSpec().version("souk prove " + (version == null ? "(not packaged)" : version));
        command.setParameterExceptionHandler((thrown, given) -> {
            command.getErr().println("souk prove: " + thrown.getMessage());
            command.getErr().println("'souk prove --help' says what it takes.");
            command.getErr().flush();
            return ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((thrown, executed, parsed) -> {
            command.getErr().println("souk prove: " + thrown);
            command.getErr().flush();
            return ExitCode.NO_WORLD;
        });
        Map<String, CommandLine.IHelpSectionRenderer> sections = new LinkedHashMap<>(command.getHelpSectionMap());
        sections.put(FAULTS, help -> help.createHeading("%nKinds of faults:%n") + kinds(help));
        List<String> keys = new ArrayList<>(command.getHelpSectionKeys());
        keys.add(keys.indexOf(CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), FAULTS);
        return command.setHelpSectionMap(sections).setHelpSectionKeys(keys);
    }

    private static String kinds(CommandLine.Help help) {
        Map<String, String> kinds = new LinkedHashMap<>();
        for (FaultKind kind : FaultKind.values()) {
            kinds.put(kind.label(), kind.words());
        }
        return help.createTextTable(kinds).toString();
    }
}
