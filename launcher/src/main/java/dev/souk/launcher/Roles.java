package dev.souk.launcher;

import java.util.ArrayList;
import java.util.List;

/** Which verticles the roles of a node bring: the one place where features are made. */
final class Roles {
    private final NodeParts parts;

    Roles(NodeParts parts) {
        this.parts = parts;
    }

    /** What works behind the sockets, in no order of start. */
    List<Deployment> features() {
        List<Deployment> features = new ArrayList<>();
        features.add(Deployment.one("outbox relay", parts.messaging()::relay));
        return features;
    }

    /** The sockets: open last, closed first. */
    List<Deployment> edge() {
        return List.of();
    }
}
