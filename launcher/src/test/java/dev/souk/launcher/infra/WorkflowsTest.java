package dev.souk.launcher.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The workflows run commands that this tree has, in the order in which they work. */
class WorkflowsTest {
    private static final String CI = ".github/workflows/ci.yml";
    private static final String COMPOSE = ".github/workflows/compose.yml";

    private static List<Map<String, Object>> steps(String file) throws IOException {
        List<Map<String, Object>> steps = new ArrayList<>();
        Map<String, Object> jobs = Repository.map(Repository.yaml(file).get("jobs"));
        assertThat(jobs).as(file).hasSize(1);
        for (Object job : jobs.values()) {
            assertThat(Repository.map(job)).as(file).containsKeys("runs-on", "timeout-minutes");
            Repository.list(Repository.map(job).get("steps")).forEach(step -> steps.add(Repository.map(step)));
        }
        return steps;
    }

    private static List<String> commands(String file) throws IOException {
        return steps(file).stream()
                .filter(step -> step.containsKey("run"))
                .map(step -> String.valueOf(step.get("run")))
                .toList();
    }

    @Test
    void theBuildComesFirstAndTheWholeStackTestsHaveTheirPrograms() throws IOException {
        assertThat(commands(CI))
                .containsExactly("mvn -B -ntp verify", "infra/install-tools.sh", "mvn -B -ntp -Pstack verify");
        assertThat(Repository.text("pom.xml")).contains("<id>stack</id>");
        assertThat(Repository.text(CI)).contains("java: [\"21\", ");
    }

    @Test
    void theStackIsBroughtUpBoughtFromAndTakenDown() throws IOException {
        List<String> commands = commands(COMPOSE);
        assertThat(commands.getFirst()).isEqualTo("docker compose up -d --build");
        assertThat(commands.get(2)).isEqualTo("infra/smoke.sh http://localhost:8888");
        assertThat(commands.getLast()).startsWith("docker compose down ");
        assertThat(steps(COMPOSE).getLast().get("if")).isEqualTo("always()");
        List<String> names = Repository.matches("\"(docker-compose[a-z.:-]*\\.yml)\"\\]?$", Repository.text(COMPOSE));
        assertThat(names).isNotEmpty();
        for (String files : names) {
            for (String file : files.split(":", -1)) {
                assertThat(Repository.ROOT.resolve(file)).exists();
            }
        }
        assertThat(Compose.read().service("haproxy").published()).anyMatch(port -> port[1].equals("8888"));
    }

    @Test
    void everyScriptIsThereEveryActionHasAVersionAndNothingMayBeWritten() throws IOException {
        for (String file : List.of(CI, COMPOSE)) {
            for (String script : Repository.matches("(infra/[a-z-]+\\.sh)", Repository.text(file))) {
                assertThat(Files.isExecutable(Repository.ROOT.resolve(script)))
                        .as(script)
                        .isTrue();
            }
            for (Map<String, Object> step : steps(file)) {
                assertThat(step.containsKey("uses") || step.containsKey("name"))
                        .as(step.toString())
                        .isTrue();
                if (step.containsKey("uses")) {
                    assertThat(String.valueOf(step.get("uses"))).matches("actions/[a-z-]+@v\\d+");
                }
            }
            assertThat(Repository.map(Repository.yaml(file).get("permissions"))).isEqualTo(Map.of("contents", "read"));
        }
    }
}
