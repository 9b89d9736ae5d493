package dev.souk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of rules names only tests that exist. */
class SemanticsTableTest {
    private static final Path ROOT = Path.of(System.getProperty("souk.root"));
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("embedded", "verticles", "launcher", "prove")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    sources.put(name, Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** The last cells of the rows of tables. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/semantics.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| rule"))
                .toList();
    }

    private static String testsOf(String row) {
        String[] cells = row.split("(?<!\\\\)\\|");
        return cells[cells.length - 1];
    }

    @Test
    void everyRuleNamesATestThatExists() throws IOException {
        Map<String, String> tests = tests();
        List<String> wrong = new ArrayList<>();
        List<String> rows = rows();
        for (String row : rows) {
            Matcher named = NAMED.matcher(testsOf(row));
            boolean any = false;
            while (named.find()) {
                any = true;
                String source = tests.get(named.group(1));
                String method = named.group(2);
                if (source == null || method != null && !isTest(source, method)) {
                    wrong.add(named.group());
                }
            }
            if (!any) {
                wrong.add("no test: " + row);
            }
        }
        assertThat(rows).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    /** Whether the annotation of a test is between the member before the method and the method. */
    private static boolean isTest(String source, String method) {
        int at = source.indexOf(" void " + method + "(");
        if (at < 0) {
            return false;
        }
        String before = source.substring(Math.max(0, source.lastIndexOf("\n    }\n", at)), at);
        return Stream.of("@Test", "@Property", "@Example", "@ParameterizedTest").anyMatch(before::contains);
    }
}
