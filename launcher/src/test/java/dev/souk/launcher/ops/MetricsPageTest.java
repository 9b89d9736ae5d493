package dev.souk.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.ops.MetricsPage.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of metrics names the metrics that the source makes, and no others. */
class MetricsPageTest {
    private static final Pattern NAME = Pattern.compile("\"(souk(?:\\.[a-z]+){2,})\"");
    /** Other things that are called so: keys of contexts, topics, system properties. */
    private static final List<String> OTHERS = List.of("souk.bridge.client", "souk.test.crash");

    private static SortedSet<String> ofSource() throws IOException {
        SortedSet<String> names = new TreeSet<>();
        for (String module : List.of("verticles", "launcher")) {
            try (Stream<Path> files = Files.walk(MetricsPage.ROOT.resolve(module + "/src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher name = NAME.matcher(Files.readString(file));
                    while (name.find()) {
                        names.add(name.group(1));
                    }
                }
            }
        }
        names.removeAll(OTHERS);
        return names;
    }

    /** A metric's name in Prometheus begins as its own: units and {@code _total} come behind. */
    private static boolean stands(String page, String source) {
        String bare = source.replace('.', '_');
        return page.equals(bare) || page.equals(bare + "_total") || page.equals(bare + "_seconds");
    }

    @Test
    void everyNameInTheSourceIsOnThePageAndNoOther() throws IOException {
        SortedMap<String, Metric> page = MetricsPage.ofPage();
        SortedSet<String> source = ofSource();

        assertThat(source).hasSizeGreaterThan(80);
        assertThat(source)
                .allSatisfy(name -> assertThat(page.keySet())
                        .as("docs/metrics.md has no row for " + name)
                        .anyMatch(row -> stands(row, name)));
        assertThat(page.keySet())
                .allSatisfy(row -> assertThat(source)
                        .as("nothing makes " + row + " of docs/metrics.md")
                        .anyMatch(name -> stands(row, name)));
    }
}
