package dev.souk.launcher;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which versions of the schema this program needs, and which the database has. A newer database is no obstacle. */
public final class Schema {
    private static final String FOLDER = "/db/migration";
    private static final Pattern VERSIONED = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final String UNDEFINED_TABLE = "42P01";

    /**
     * On CockroachDB a migration that runs has its lock as a row of negative rank, in place of a version a random word.
     */
    private static final String APPLIED = """
            SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL AND installed_rank > 0
            """;

    /** Looked for once: health checks ask for the state all the time. */
    private static final class Known {
        static final Set<Integer> VERSIONS = read();
    }

    private Schema() {}

    /** @param missing versions that this program needs and the database has not, in order */
    public record State(int newestKnown, Set<Integer> missing) {}

    /** The schema is older than this program: {@code souk migrate} brings it up. */
    public static final class NotMigratedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotMigratedException(Set<Integer> missing) {
            super("the database lacks schema version " + missing + ": run 'souk migrate' first");
        }
    }

    /** Fails with {@link NotMigratedException} when anything is missing. */
    public static Future<Void> requireMigrated(SqlClient database) {
        return state(database)
                .compose(state -> state.missing().isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new NotMigratedException(state.missing())));
    }

    public static Future<State> state(SqlClient database) {
        Set<Integer> known = known();
        int newest = known.stream().max(Integer::compare).orElse(0);
        return applied(database).map(applied -> {
            Set<Integer> missing = new TreeSet<>(known);
            missing.removeAll(applied);
            return new State(newest, missing);
        });
    }

    private static Future<Set<Integer>> applied(SqlClient database) {
        return database.query(APPLIED)
                .execute()
                .map(rows -> {
                    Set<Integer> versions = new HashSet<>();
                    for (Row row : rows) {
                        versions.add(Integer.valueOf(row.getString(0)));
                    }
                    return versions;
                })
                .recover(failure -> failure instanceof PgException pg && UNDEFINED_TABLE.equals(pg.getSqlState())
                        ? Future.succeededFuture(Set.of())
                        : Future.failedFuture(failure));
    }

    /** The versions on the class path. */
    static Set<Integer> known() {
        return Known.VERSIONS;
    }

    /** From a folder in tests, and from a jar otherwise. */
    private static Set<Integer> read() {
        URL folder = Schema.class.getResource(FOLDER);
        if (folder == null) {
            throw new IllegalStateException(FOLDER + " is not on the class path");
        }
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return versions(Path.of(uri));
            }
            String jar = uri.toString().substring(0, uri.toString().indexOf('!'));
            try (FileSystem files = FileSystems.newFileSystem(Path.of(URI.create(jar.substring("jar:".length()))))) {
                return versions(files.getPath(FOLDER));
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(FOLDER + " cannot be listed", e);
        }
    }

    private static Set<Integer> versions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Set<Integer> versions = new TreeSet<>();
            files.map(file -> VERSIONED.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .forEach(matcher -> versions.add(Integer.valueOf(matcher.group(1))));
            return versions;
        }
    }
}
