package dev.souk.prove.command;

import dev.souk.embedded.process.Termination;
import dev.souk.prove.fault.FaultKind;
import dev.souk.prove.run.RunOptions;
import dev.souk.prove.run.RunRecord;
import dev.souk.prove.world.WorldException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code souk prove}. */
@Command(
        name = "souk prove",
        description = {
            "Breaks a small world while buyers buy in it, and checks from the outside what the shop promises:"
                    + " no unit sold"
                    + " twice, no buyer charged twice, no accepted order lost.",
            "Everything runs on loopback, on free ports, and is stopped at the end."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  clean: every promise was kept",
            "  1  a promise was broken",
            "  2  usage",
            "  3  the world could not be built, or not be looked at: no verdict"
        })
public final class ProveCommand implements Callable<Integer> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String ALL = "all";
    private static final String NONE = "none";
    private static final int SEEDS = 1_000_000;

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes of the shop, 1 to 9. Default: 3.")
    private int nodes = 3;

    @Option(names = "--buyers", paramLabel = "N", description = "Buyers at the same time. Default: 500.")
    private int buyers = 500;

    @Option(names = "--skus", paramLabel = "N", description = "Products. Default: 50.")
    private int skus = 50;

    @Option(
            names = "--stock",
            paramLabel = "N",
            description = "Units of all products together; fewer than the buyers want. Default: 20000.")
    private long stock = 20_000;

    @Option(names = "--seconds", paramLabel = "N", description = "How long buyers buy and faults happen. Default: 120.")
    private int seconds = 120;

    @Option(
            names = "--faults",
            paramLabel = "all|none|KIND[,KIND...]",
            description = "What may be done to the world. Default: all. The kinds are listed below.")
    private String faults = ALL;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description =
                    "Of the faults' schedule and of the buyers' choices: the same seed is the same plan. Default: any.")
    private @Nullable Long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where histories and reports go; runs that share it are shown side by side."
                    + " Default: prove-report beside the souk script.")
    private @Nullable Path reports;

    @Option(
            names = "--naive",
            description = "The control: a deliberately naive shop in the same world. It is to end with exit code 1.")
    private boolean naive;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it in
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Assignment assignment = assignment();
        Terminal terminal = new Terminal(spec.commandLine().getOut());
        return Termination.run(STOP_LIMIT, ExitCode.STOPPED, () -> run(assignment, terminal));
    }

    private int run(Assignment assignment, Terminal terminal) throws IOException {
        try {
            RunRecord run = new Prove(assignment, terminal).run();
            terminal.line("");
            Summary.of(run).forEach(terminal::line);
            terminal.line("Report: " + assignment.reports().resolve("index.html"));
            return run.verdict().ok() ? ExitCode.CLEAN : ExitCode.VIOLATION;
        } catch (WorldException e) {
            spec.commandLine().getErr().println("souk prove: " + firstLine(e));
            spec.commandLine().getErr().flush();
            return ExitCode.NO_WORLD;
        } catch (InterruptedException e) {
            terminal.line("Stopped.");
            return ExitCode.STOPPED;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    private Assignment assignment() {
        try {
            RunOptions options = new RunOptions(nodes, buyers, skus, stock, Duration.ofSeconds(seconds), kinds());
            long chosen = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
            Path folder = reports == null
                    ? Path.of(System.getProperty("souk.root", ".")).resolve("prove-report")
                    : reports;
            return new Assignment(command(chosen), options, chosen, naive, folder, soukJar());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** As it was typed, with the seed that was chosen, and without the folder of reports. */
    private String command(long chosen) {
        StringBuilder command = new StringBuilder("souk prove");
        spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.longestName().equals("--report")
                        && !option.longestName().equals("--seed"))
                .forEach(option -> {
                    command.append(' ').append(option.longestName());
                    if (option.arity().max() > 0) {
                        command.append(' ').append(option.originalStringValues().getFirst());
                    }
                });
        return command.append(" --seed ").append(chosen).toString();
    }

    private List<String> kinds() {
        if (faults.equals(ALL)) {
            return Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();
        }
        if (faults.equals(NONE)) {
            return List.of();
        }
        List<String> labels =
                Arrays.stream(faults.split(",")).map(String::strip).distinct().toList();
        for (String label : labels) {
            if (FaultKind.of(label).isEmpty()) {
                throw new IllegalArgumentException("--faults: there is no '" + label + "'; see --help");
            }
        }
        return labels;
    }

    /** Beside this program's own jar, where the script puts it, or where the build does. */
    private static Path soukJar() {
        String set = System.getProperty("souk.jar");
        if (set != null) {
            return Path.of(set);
        }
        Path own = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
        Path beside = own.resolveSibling("souk.jar");
        return beside.toFile().isFile()
                ? beside
                : Path.of(System.getProperty("souk.root", ".")).resolve("launcher/target/souk.jar");
    }
}
