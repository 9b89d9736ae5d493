package dev.souk.traffic.process;

import dev.souk.traffic.TrafficException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a run has for data and logs. */
public final class Folders {
    private Folders() {}

    /** Deletes the content of the folder, and makes the folder where it is missing. */
    public static void empty(Path folder) {
        try {
            if (Files.exists(folder)) {
                List<Path> inside;
                try (Stream<Path> walk = Files.walk(folder)) {
                    inside = walk.sorted(Comparator.reverseOrder()).toList();
                }
                for (Path path : inside) {
                    Files.deleteIfExists(path);
                }
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrafficException(folder + " cannot be emptied: " + e.getMessage(), e);
        }
    }
}
