package dev.souk.traffic;

import dev.souk.traffic.load.Stage;
import dev.souk.traffic.process.Folders;
import dev.souk.traffic.process.Programs;
import dev.souk.traffic.scenario.Scenario;
import dev.souk.traffic.scenario.ScenarioRun;
import dev.souk.traffic.shop.ShopProcess;
import dev.souk.traffic.target.Bench;
import dev.souk.traffic.target.Targets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command line of {@code traffic/run.sh}. Exit codes as everywhere: 0 done; 1 a target is short or the audit is not
 * clean; 2 usage, or a program that is missing; 3 a shop could not be loaded.
 */
@Command(
        name = "traffic/run.sh",
        description = "Load against a shop, and what came of it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TrafficMain implements Callable<Integer> {
    private static final int FALSE = 1;
    private static final int USAGE = 2;
    private static final int FAILED = 3;
    private static final int FLASH_UNITS = 1_000;
    private static final int PRODUCTS = 10_000;

    @Parameters(
            index = "0",
            paramLabel = "SCENARIO",
            description = "browse, hot-product, order-uniform, order-hot-sku, mixed, flash-sale, or targets.")
    private String scenario = "";

    @Option(
            names = "--url",
            paramLabel = "U",
            description = "A souk dev that runs, such as http://127.0.0.1:8888. Default: one of its own.")
    private @Nullable String url;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each measurement takes. Default: 20, or as the target says.")
    private int seconds;

    @Option(names = "--only", paramLabel = "ID", split = ",", description = "Of targets these, such as W1,C1.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Of targets: so many times both sides; medians count. Default: 3.")
    private int rounds = 3;

    @Option(names = "--products", paramLabel = "N", description = "Of scenarios: how many products. Default: 10000.")
    private int products = PRODUCTS;

    @Option(names = "--port-offset", paramLabel = "K", description = "Of its own shop. Default: a free one.")
    private int offset = -1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Ends the JVM with the exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrafficMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter terminal = spec.commandLine().getOut();
        PrintWriter errors = spec.commandLine().getErr();
        try {
            check();
        } catch (IllegalArgumentException | TrafficException e) {
            errors.println("traffic: " + e.getMessage());
            return USAGE;
        }
        try {
            Path root = Path.of(System.getProperty("souk.root", ".")).toAbsolutePath();
            return scenario.equals("targets") ? targets(root, terminal) : scenario(root, terminal);
        } catch (TrafficException e) {
            errors.println("traffic: " + e.getMessage());
            return FAILED;
        }
    }

    private void check() {
        if (seconds < 0 || rounds < 1 || products < 1) {
            throw new IllegalArgumentException("--seconds, --rounds and --products want numbers above 0");
        }
        if (scenario.equals("targets")) {
            List<String> unknown = new ArrayList<>(only);
            unknown.removeAll(Targets.ids());
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("no target " + unknown + ": there are " + Targets.ids());
            }
            Programs.require("wrk", "pgbench");
        } else {
            Scenario.of(scenario);
            Programs.require("wrk");
        }
    }

    private Path out(Path root) {
        return root.resolve("traffic").resolve("out");
    }

    private int offset() {
        return offset >= 0 ? offset : ShopProcess.freeOffset();
    }

    private int targets(Path root, PrintWriter terminal) throws InterruptedException {
        Set<String> wanted = new LinkedHashSet<>(only.isEmpty() ? Targets.ids() : only);
        Bench.Setup setup = new Bench.Setup(root, out(root).resolve("run"), offset(), rounds, seconds);
        return Targets.run(setup, wanted, out(root), terminal) ? 0 : FALSE;
    }

    private int scenario(Path root, PrintWriter terminal) throws InterruptedException {
        Path folder = out(root).resolve("run");
        Folders.empty(folder);
        boolean clean;
        try (ShopProcess shop = url == null
                        ? ShopProcess.start(root, offset(), folder.resolve("data"), List.of())
                        : ShopProcess.running(url, root.resolve(".souk"));
                Stage stage = Stage.set(root, shop, folder, products, FLASH_UNITS, true)) {
            ScenarioRun.Outcome outcome =
                    new ScenarioRun(stage, Scenario.of(scenario), out(root)).run(seconds == 0 ? 20 : seconds);
            terminal.println(scenario + " against " + shop.url());
            terminal.println(outcome.table());
            terminal.flush();
            clean = outcome.ok();
        }
        // A scenario that ends with an exception keeps its logs.
        Folders.empty(folder);
        return clean ? 0 : FALSE;
    }
}
