package dev.souk.launcher.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** This source tree, as the tests of its files read it. */
final class Repository {
    static final Path ROOT =
            Path.of(System.getProperty("souk.root", "..")).toAbsolutePath().normalize();

    private Repository() {}

    static String text(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }

    /** Files below a folder whose names match, as paths from the root. */
    static List<String> files(String folder, String glob) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            var matcher = ROOT.getFileSystem().getPathMatcher("glob:" + glob);
            return files.filter(file -> matcher.matches(file.getFileName()))
                    .map(file -> ROOT.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** All matches of the first group. */
    static List<String> matches(String regex, String text) {
        return Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** One match of two groups a line, as pairs. */
    static List<Map.Entry<String, String>> pairs(String regex, String text) {
        Matcher matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        return matcher.results()
                .map(result -> Map.entry(result.group(1), result.group(2)))
                .toList();
    }

    static Map<String, Object> yaml(String path) throws IOException {
        return map(loader().load(text(path)));
    }

    /** The documents of a file that has several. */
    static List<Map<String, Object>> documents(String path) throws IOException {
        return StreamSupport.stream(loader().loadAll(text(path)).spliterator(), false)
                .map(Repository::map)
                .toList();
    }

    static Object anyYaml(String path) throws IOException {
        return loader().load(text(path));
    }

    private static Yaml loader() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(200);
        return new Yaml(new SafeConstructor(options));
    }

    /** A missing value is an empty map. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new TreeMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> map.put(String.valueOf(key), entry == null ? "" : entry));
        }
        return map;
    }

    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> elements
                ? elements.stream().map(Object.class::cast).toList()
                : List.of();
    }
}
