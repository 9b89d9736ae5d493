package dev.souk.launcher;

import dev.souk.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** How a node is called: as set, else by host and process. */
public final class NodeName {
    private NodeName() {}

    public static String of(Settings.NodeSettings node) {
        return node.name().isBlank() ? host() + "-" + ProcessHandle.current().pid() : node.name();
    }

    /** @return what this start of the node is called: no later one has the same */
    static String incarnation(String name) {
        return name + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
