package dev.souk.launcher.dev;

import dev.souk.launcher.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command line of a node's JVM: this JVM's own {@code java} and class path.
 *
 * <p>From the second start on a class-data archive beside the jar makes it quicker. The first node writes it when it
 * stops; the JVM looks whether it fits the jar, and does without it otherwise.
 */
final class NodeJvm {
    private static final String OPTIONS = "SOUK_JAVA_OPTS";
    private static final int UNSAFE_WARNS_SINCE = 23;

    private NodeJvm() {}

    /** @param arguments of the launcher, {@code node} first */
    static List<String> command(int node, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            // Netty and Hazelcast use it; nobody who runs a shop can do anything about that.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // Of an option that comes twice Java takes the last: the user's.
        command.addAll(options(environment));
        command.addAll(classes(node, System.getProperty("java.class.path")));
        command.addAll(arguments);
        return command;
    }

    private static List<String> options(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault(OPTIONS, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private static List<String> classes(int node, String classPath) {
        Path jar = Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
        boolean packaged = !classPath.contains(File.pathSeparator) && jar.endsWith("souk.jar");
        if (!packaged) {
            return List.of("-cp", absolute(classPath), Main.class.getName());
        }
        // Only as a program's own jar its manifest opens what Hazelcast asks for.
        List<String> classes = new ArrayList<>(archive(node, jar.resolveSibling("souk-node.jsa")));
        classes.addAll(List.of("-jar", jar.toString()));
        return classes;
    }

    private static List<String> archive(int node, Path archive) {
        List<String> use = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-XX:SharedArchiveFile=" + archive);
        if (node == 1 && Files.isWritable(archive.resolveSibling("."))) {
            List<String> create = new ArrayList<>(use);
            create.add("-XX:+AutoCreateSharedArchive");
            return create;
        }
        return Files.exists(archive) ? use : List.of();
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
