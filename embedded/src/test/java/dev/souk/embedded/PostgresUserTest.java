package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.souk.embedded.postgres.EmbeddedPostgres;
import dev.souk.embedded.postgres.PostgresUser;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways of running PostgreSQL under root, on the same data. */
class PostgresUserTest {

    @TempDir
    private Path data;

    @Test
    void rootShouldRunPostgresEitherWayOnTheSameData() throws SQLException {
        for (PostgresUser user : List.of(PostgresUser.NAMESPACE, PostgresUser.NOBODY_IN_EARNEST)) {
            assumeTrue(System.getProperty("user.name").equals("root") && user.works(), "needs root");
        }
        for (PostgresUser user :
                List.of(PostgresUser.NOBODY_IN_EARNEST, PostgresUser.NAMESPACE, PostgresUser.NOBODY_IN_EARNEST)) {
            try (StackFolder folder = StackFolder.open(data)) {
                EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, StackOptions.temporary(data), user);
                Clients.sql(postgres, "CREATE TABLE IF NOT EXISTS kept (n INT8)");
                Clients.sql(postgres, "INSERT INTO kept VALUES (1)");
                postgres.process().stop(Duration.ofSeconds(5));
            }
        }
        try (StackFolder folder = StackFolder.open(data)) {
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(folder, StackOptions.temporary(data), PostgresUser.NAMESPACE);
            assertThat(Clients.sql(postgres, "SELECT count(*) FROM kept")).isEqualTo("3");
            postgres.process().stop(Duration.ofSeconds(5));
        }
    }
}
