package dev.souk.prove.world;

import dev.souk.embedded.process.ClassArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of JVMs of Souk's: the built launcher, with as little as it needs of a small machine. */
final class SoukJvm {
    private static final int UNSAFE_WARNS_SINCE = 23;

    private final Path jar;
    private final ClassArchive archive;

    /** @throws WorldException when the launcher has not been built */
    SoukJvm(Path jar) {
        this.jar = jar.toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new WorldException("Souk is not built: there is no " + jar);
        }
        this.archive = ClassArchive.beside(this.jar);
    }

    /** The class-data archive, which makes starts quicker and is made once for each build. */
    ClassArchive archive() {
        return archive;
    }

    /** @param arguments of the launcher */
    List<String> command(int megabytes, List<String> arguments) {
        return command(megabytes, archive.use(), arguments);
    }

    /** The command of a JVM that makes the archive as it ends. */
    List<String> archiving(int megabytes, List<String> arguments) {
        return command(megabytes, archive.make(), arguments);
    }

    private List<String> command(int megabytes, List<String> archiving, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms32m", "-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        // Nodes are killed before the second compiler's work pays.
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= UNSAFE_WARNS_SINCE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(archiving);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        return command;
    }
}
