package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerCommand.StopSignal;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/** The file by which a later launcher finds and stops this process, should this launcher be killed. */
public record PidFile(Path path, ProcessIdentity identity, StopSignal stopSignal) {

    /** Written beside and moved into place: a launcher killed in the middle leaves the old file or the new one. */
    public void write() {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(identity.pid()));
        properties.setProperty("started", identity.started());
        properties.setProperty("stop", stopSignal.name());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                properties.store(writer, null);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackException("Cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    /** Empty for a file that no launcher wrote: nothing may be killed on its word. */
    static Optional<PidFile> read(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
            return Optional.of(new PidFile(
                    path,
                    new ProcessIdentity(
                            Long.parseLong(properties.getProperty("pid", "")), properties.getProperty("started", "")),
                    StopSignal.valueOf(properties.getProperty("stop", ""))));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
