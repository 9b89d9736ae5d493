package dev.souk.launcher.dev.control;

import dev.souk.embedded.process.ServerProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** All processes of a shop, nodes first. Thread-safe. */
final class Parts {
    private final List<Part> parts = new ArrayList<>();

    /** @param started told about each new process of a part */
    Parts(List<ServerProcess> processes, EventLog events, Consumer<ServerProcess> started) {
        for (ServerProcess process : processes) {
            PartKind.of(process.name()).ifPresent(kind -> parts.add(new Part(process, kind, events, started)));
        }
        parts.sort(Comparator.comparing(Part::kind).thenComparing(Part::name));
    }

    List<Part> all() {
        return List.copyOf(parts);
    }

    /** Whether the node of this name takes requests, as far as can be told from outside. */
    boolean isRunning(String name) {
        return parts.stream().anyMatch(part -> part.name().equals(name) && part.state() == PartState.RUNNING);
    }

    /**
     * @param name of one part, or a kind: then of all parts of that kind that the action applies to
     * @throws ControlException when there is no such part, or the action applies to none
     */
    void act(String name, PartAction action) {
        for (Part part : parts) {
            if (part.name().equals(name)) {
                part.act(action);
                return;
            }
        }
        List<Part> kind =
                parts.stream().filter(part -> part.kind().word().equals(name)).toList();
        if (kind.isEmpty()) {
            throw ControlException.notFound("there is no part " + name);
        }
        int done = 0;
        ControlException refused = null;
        for (Part part : kind) {
            try {
                part.act(action);
                done++;
            } catch (ControlException doesNotApply) {
                refused = doesNotApply;
            }
        }
        if (done == 0 && refused != null) {
            throw refused;
        }
    }

    void close() {
        parts.forEach(Part::close);
    }
}
