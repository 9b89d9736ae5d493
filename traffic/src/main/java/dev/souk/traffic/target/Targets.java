package dev.souk.traffic.target;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Folders;
import dev.souk.traffic.shop.ShopClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All targets, or some: measured bench by bench, printed as they come, written as JSON in the end. */
public final class Targets {
    private static final List<Bench> BENCHES =
            List.of(new ReadBench(), new IntakeBench(), new PipelineBench(), new StartBench(), new RoundTripBench());

    private Targets() {}

    public static List<String> ids() {
        return BENCHES.stream().flatMap(bench -> bench.ids().stream()).toList();
    }

    /** @return whether every one passes */
    public static boolean run(Bench.Setup setup, Set<String> wanted, Path out, PrintWriter terminal)
            throws InterruptedException {
        List<Target> measured = new ArrayList<>();
        for (Bench bench : BENCHES) {
            Set<String> own = new TreeSet<>(bench.ids());
            own.retainAll(wanted);
            if (own.isEmpty()) {
                continue;
            }
            Folders.empty(setup.folder());
            for (Target target : bench.measure(setup, own)) {
                terminal.println(target.line());
                terminal.flush();
                measured.add(target);
            }
        }
        Folders.empty(setup.folder());
        write(measured, out.resolve("targets.json"));
        return !measured.isEmpty() && measured.stream().allMatch(Target::passes);
    }

    private static void write(List<Target> measured, Path file) {
        ObjectNode json = ShopClient.JSON.createObjectNode();
        json.put("at", Instant.now().toString());
        json.put("ok", measured.stream().allMatch(Target::passes));
        ArrayNode targets = json.putArray("targets");
        for (Target target : measured) {
            targets.addObject()
                    .put("id", target.id())
                    .put("what", target.what())
                    .put("work", target.work())
                    .put("reference", target.reference())
                    .put("unit", target.unit())
                    .put("ratio", target.ratio())
                    .put(target.atLeast() ? "atLeast" : "atMost", target.limit())
                    .put("result", target.passes() ? "pass" : "short")
                    .put("notes", target.notes());
        }
        try {
            Files.createDirectories(file.getParent());
            ShopClient.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new TrafficException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
