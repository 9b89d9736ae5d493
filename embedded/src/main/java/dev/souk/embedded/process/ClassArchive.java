package dev.souk.embedded.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class-data archive of a program, beside its jar: with it a JVM of the program starts in about half the time.
 *
 * <p>One JVM of the program {@linkplain #make makes} it as it ends, under a name of its own. When it has ended in good
 * order, the process that started it {@linkplain #keep keeps} the archive, in one step. So no JVM ever sees half an
 * archive, and any number of JVMs may make it at the same time. Its name has a key of this JDK and of the program's
 * jars: another build, or another JDK, makes another archive. Where the folder cannot be written to, there is none.
 *
 * <p>Java itself checks whether an archive fits, and does without it otherwise.
 */
public final class ClassArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    /** An archive that does not fit is not worth a message to the user of the program. */
    private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    private final Path file;
    private final Path made;

    private ClassArchive(Path file) {
        this.file = file;
        this.made =
                file.resolveSibling(name(file) + "." + ProcessHandle.current().pid());
    }

    /** @param jar of the program; its libraries are in the folder {@code lib} beside it */
    public static ClassArchive beside(Path jar) {
        Path absolute = jar.toAbsolutePath();
        return new ClassArchive(
                absolute.resolveSibling(name(absolute).replaceFirst("\\.jar$", "") + "-" + key(absolute) + ".jsa"));
    }

    private static String key(Path jar) {
        CRC32 crc = new CRC32();
        StringBuilder of =
                new StringBuilder(System.getProperty("java.home")).append(System.getProperty("java.vm.version"));
        try (Stream<Path> listed = Files.list(jar.resolveSibling("lib"))) {
            for (Path each : Stream.concat(Stream.of(jar), listed.sorted()).toList()) {
                of.append(name(each))
                        .append(Files.size(each))
                        .append(Files.getLastModifiedTime(each).toMillis());
            }
        } catch (IOException e) {
            LOG.debug("{} has no libraries beside it: {}", jar, e.toString());
        }
        crc.update(of.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** Options of a JVM that starts with the archive; none when there is none. */
    public List<String> use() {
        return exists() ? options("-XX:SharedArchiveFile=" + file) : List.of();
    }

    /**
     * Options of a JVM that makes the archive as it ends, which takes it some seconds; none when it cannot be written.
     */
    public List<String> make() {
        return Files.isWritable(file.resolveSibling(".")) ? options("-XX:ArchiveClassesAtExit=" + made) : List.of();
    }

    private static List<String> options(String option) {
        return Stream.concat(QUIET.stream(), Stream.of(option)).toList();
    }

    /**
     * Takes the archive that a JVM with the options of {@link #make} has made; call it when that JVM has ended. An
     * archive that is not whole is deleted.
     *
     * @return whether there is an archive now
     */
    public boolean keep() {
        try {
            if (Files.exists(made)) {
                if (isWhole(made)) {
                    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
                    deleteOthers();
                } else {
                    Files.delete(made);
                }
            }
        } catch (IOException e) {
            LOG.info("no class-data archive is kept: {}", e.toString());
        }
        return exists();
    }

    /** Java writes the head last. */
    private static boolean isWhole(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] head = in.readNBytes(Integer.BYTES);
            return head.length == Integer.BYTES && !Arrays.equals(head, new byte[Integer.BYTES]);
        }
    }

    /** Deletes archives of earlier builds and unfinished ones. A JVM that has one open keeps it. */
    private void deleteOthers() throws IOException {
        String kept = name(file);
        String program = kept.substring(0, kept.lastIndexOf('-') + 1);
        try (Stream<Path> listed = Files.list(file.resolveSibling("."))) {
            List<Path> others = listed.filter(other -> name(other).startsWith(program)
                            && name(other).contains(".jsa")
                            && !name(other).equals(kept))
                    .toList();
            for (Path other : others) {
                Files.deleteIfExists(other);
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
