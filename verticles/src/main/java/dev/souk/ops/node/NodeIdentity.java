package dev.souk.ops.node;

import java.time.Instant;
import java.util.List;

/**
 * Which node this is.
 *
 * @param name unique among the nodes
 * @param version of the program
 * @param roles names of features; never empty
 */
public record NodeIdentity(String name, String version, List<String> roles, Instant startedAt) {
    public NodeIdentity {
        roles = List.copyOf(roles);
    }
}
