package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The steps that only CockroachDB can run, as far as that can be told without it. */
class CockroachStepsTest {
    private static final String FOLDER = "verticles/src/main/resources/db/";

    private static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        for (String statement : text.replaceAll("(?m)^--.*$", "").split(";", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip().replaceAll("\\s+", " "));
            }
        }
        return statements;
    }

    @Test
    void everyIndexIsThereAnewBeforeTheOldOneGoesAndKeepsItsName() throws IOException {
        StringBuilder common = new StringBuilder();
        for (String file : Repository.files(FOLDER + "migration", "*.sql")) {
            common.append(Repository.text(file));
        }
        int replaced = 0;
        for (String file : Repository.files(FOLDER + "cockroach", "*.sql")) {
            List<String> statements = statements(Repository.text(file));
            assertThat(statements.size() % 3).as(file).isZero();
            for (int at = 0; at < statements.size(); at += 3, replaced++) {
                String drop = statements.get(at + 1);
                assertThat(drop).matches("DROP INDEX IF EXISTS \\w+@\\w+");
                String table = drop.replaceAll(".* (\\w+)@.*", "$1");
                String index = drop.replaceAll(".*@", "");
                assertThat(common.toString()).contains("INDEX " + index + " ON " + table + " (");
                assertThat(statements.get(at))
                        .startsWith("CREATE INDEX IF NOT EXISTS " + index + "_spread ON " + table + " (")
                        .contains(") USING HASH");
                assertThat(statements.get(at + 2))
                        .isEqualTo("ALTER INDEX " + table + "@" + index + "_spread RENAME TO " + index);
            }
        }
        assertThat(replaced).isEqualTo(5);
    }
}
