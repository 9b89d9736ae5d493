package dev.souk.launcher.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The options of {@code souk dev}.
 *
 * @param data the data folder; created where needed
 * @param nodes 1 to {@value #MAX_NODES}
 * @param sample whether an empty database gets the sample catalog
 * @param files settings of every node
 * @param overrides settings of every node, over those in the files
 */
public record DevOptions(
        Path data, int nodes, DevPorts ports, boolean sample, List<Path> files, Map<String, String> overrides) {
    public static final int MAX_NODES = 16;

    public DevOptions {
        data = data.toAbsolutePath().normalize();
        files = files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
        overrides = Map.copyOf(overrides);
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("1 to " + MAX_NODES + " nodes, not " + nodes);
        }
    }

    /** The folder of the mails that the shop sent. */
    Path mails() {
        return data.resolve("mail");
    }
}
