package dev.souk.launcher.dev;

import dev.souk.embedded.process.ClassArchive;
import dev.souk.launcher.Main;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command lines of the nodes' JVMs: this JVM's own {@code java} and class path.
 *
 * <p>From the second {@code souk dev} on a class-data archive beside the jar makes their starts quicker: the first node
 * makes it when it stops. Of classes in folders, as the tests have them, Java cannot make one.
 */
final class NodeJvm {
    private static final String OPTIONS = "SOUK_JAVA_OPTS";
    private static final int UNSAFE_WARNS_SINCE = 23;

    private final String classPath = System.getProperty("java.class.path");
    private final @Nullable ClassArchive archive = packaged(classPath) ? ClassArchive.beside(jar(classPath)) : null;
    private boolean makesArchive;

    private static boolean packaged(String classPath) {
        return !classPath.contains(File.pathSeparator) && jar(classPath).endsWith("souk.jar");
    }

    private static Path jar(String classPath) {
        return Path.of(classPath.split(File.pathSeparator)[0]).toAbsolutePath();
    }

    /** @param arguments of the launcher, {@code node} first */
    List<String> command(int node, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms64m", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            // Netty and Hazelcast use it; the operator of a shop cannot change that.
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // Of an option that comes twice Java takes the last: the user's.
        command.addAll(options(environment));
        command.addAll(classes(node));
        command.addAll(arguments);
        return command;
    }

    private static List<String> options(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault(OPTIONS, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    private List<String> classes(int node) {
        if (archive == null) {
            return List.of("-cp", absolute(classPath), Main.class.getName());
        }
        // Only as a program's own jar its manifest opens what Hazelcast asks for.
        boolean makes = node == 1 && !archive.exists();
        List<String> classes = new ArrayList<>(makes ? archive.make() : archive.use());
        makesArchive |= makes && !classes.isEmpty();
        classes.addAll(List.of("-jar", jar(classPath).toString()));
        return classes;
    }

    /** Whether the first node makes an archive as it stops, for which it needs time. */
    boolean makesArchive() {
        return makesArchive;
    }

    /** Call when the first node has stopped. */
    void keepArchive() {
        if (archive != null) {
            archive.keep();
        }
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
