package dev.souk.prove.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Souk's tables as its migrations make them: read as files, since none of its code is here. */
final class SoukSchema {
    private SoukSchema() {}

    /** @param folder under {@code db}: migration or sandbox */
    static void create(Connection connection, String folder) throws IOException, SQLException {
        Path db = Path.of(System.getProperty("souk.root"), "verticles/src/main/resources/db", folder);
        List<Path> files;
        try (Stream<Path> found = Files.list(db)) {
            files = found.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparingInt(SoukSchema::version))
                    .toList();
        }
        try (Statement statement = connection.createStatement()) {
            for (Path file : files) {
                statement.execute(Files.readString(file));
            }
        }
    }

    private static int version(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }
}
