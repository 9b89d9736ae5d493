package dev.souk.launcher.shop.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Figures that a run measured, as a table of Markdown. Nothing is asserted of them. */
final class Figures {
    private final List<String> lines = new ArrayList<>(List.of("| figure | measured |", "|---|---|"));

    void line(String what, String measured) {
        lines.add("| " + what + " | " + measured + " |");
    }

    /** Into {@code target/} of the module, and to standard output. */
    void write(String file) throws IOException {
        Path folder = Files.createDirectories(Path.of("target"));
        Files.write(folder.resolve(file), lines);
        lines.forEach(System.out::println);
    }
}
