package dev.souk.launcher;

import dev.souk.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of a node: as set, else made of host and process. */
public final class NodeName {
    private NodeName() {}

    public static String of(Settings.NodeSettings node) {
        return node.name().isBlank() ? host() + "-" + ProcessHandle.current().pid() : node.name();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
