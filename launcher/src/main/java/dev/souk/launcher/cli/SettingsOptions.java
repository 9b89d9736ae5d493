package dev.souk.launcher.cli;

import dev.souk.launcher.dev.DevPorts;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sources of a command's settings. */
public final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings that override the defaults of conf/souk.yaml; of several files the last one wins.")
    private List<Path> files = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, such as http.port=9000; overrides files and environment.")
    private Map<String, String> overrides = Map.of();

    List<Path> files() {
        return files;
    }

    Map<String, String> overrides() {
        return overrides;
    }

    public Settings load() {
        return load(Map.of());
    }

    /** @param implied by another option, such as the roles; {@code --set} overrides them */
    public Settings load(Map<String, String> implied) {
        Map<String, String> all = new LinkedHashMap<>(implied);
        all.putAll(overrides);
        return SettingsLoader.load(files, System.getenv(), all);
    }

    /** The settings of a real deployment, or those that find a local {@code souk dev}. */
    public Settings load(@Nullable Integer portOffset) {
        return load(portOffset, Map.of());
    }

    /** @param implied as in {@link #load(Map)} */
    public Settings load(@Nullable Integer portOffset, Map<String, String> implied) {
        if (portOffset == null) {
            return load(implied);
        }
        if (!files.isEmpty()) {
            throw CommandException.usage(
                    "--port-offset finds a local 'souk dev', --config another one: give one of them");
        }
        Map<String, String> all =
                new LinkedHashMap<>(PortOffset.ports(portOffset).settings());
        all.putAll(implied);
        return load(all);
    }

    /** Shared by every command that may look for a shifted {@code souk dev}. */
    public static final class PortOffset {
        @Option(names = "--port-offset", paramLabel = "K", description = "Added to every port of the local 'souk dev'.")
        private @Nullable Integer offset;

        @Nullable
        public Integer orNull() {
            return offset;
        }

        public DevPorts ports() {
            return ports(offset == null ? 0 : offset);
        }

        private static DevPorts ports(int offset) {
            try {
                return new DevPorts(offset);
            } catch (IllegalArgumentException e) {
                throw CommandException.usage("--port-offset: " + e.getMessage());
            }
        }
    }
}
