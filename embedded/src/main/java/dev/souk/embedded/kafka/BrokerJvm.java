package dev.souk.embedded.kafka;

import dev.souk.embedded.BinaryCache;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The command line of a broker's JVM: this JVM's own {@code java} and class path, which may as well be one jar whose
 * manifest names the others.
 *
 * <p>A class-data archive in the user's cache halves the start-up from the second start on. The first broker writes it
 * when it stops in good order; Java cannot make one for a class path with folders of classes in it, as the tests have.
 */
final class BrokerJvm {

    private static final String LOG_SETTINGS = "dev/souk/embedded/broker-logback.xml";

    private BrokerJvm() {}

    static List<String> command(int broker, List<String> arguments) {
        String classPath = classPath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-Dlogback.configurationFile=" + LOG_SETTINGS, "-Dlog4j2.statusLoggerLevel=OFF"));
        command.addAll(archive(broker, classPath));
        command.addAll(List.of("-cp", classPath, BrokerMain.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> archive(int broker, String classPath) {
        boolean jarsOnly = Arrays.stream(classPath.split(File.pathSeparator))
                .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
        if (!jarsOnly) {
            return List.of();
        }
        try {
            Path archive = BinaryCache.root().resolve("kafka-" + key(classPath) + ".jsa");
            discardUnfinished(archive);
            List<String> use = new ArrayList<>(List.of("-Xlog:cds=off", "-XX:SharedArchiveFile=" + archive));
            if (broker == 1) {
                use.add("-XX:+AutoCreateSharedArchive");
            }
            return broker == 1 || Files.exists(archive) ? use : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Java writes the head last, and does not replace what has none: left by a broker that was killed while it wrote.
     */
    private static void discardUnfinished(Path archive) throws IOException {
        if (Files.exists(archive)) {
            try (InputStream in = Files.newInputStream(archive)) {
                if (Arrays.equals(in.readNBytes(Integer.BYTES), new byte[Integer.BYTES])) {
                    Files.delete(archive);
                }
            }
        }
    }

    private static String key(String classPath) {
        CRC32 crc = new CRC32();
        crc.update((classPath + System.getProperty("java.vm.version")).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
