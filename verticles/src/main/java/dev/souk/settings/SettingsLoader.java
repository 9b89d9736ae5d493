package dev.souk.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from, in rising order of force: the defaults on the class path, further files, the environment,
 * and {@code --set}. Collects every problem before it throws.
 */
public final class SettingsLoader {
    private static final String DEFAULTS = "/conf/souk.yaml";
    private static final String ENVIRONMENT_PREFIX = "SOUK_";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Map<String, Sourced> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** A value as it was written, and where. */
    record Sourced(JsonNode value, String source) {}

    private SettingsLoader() {}

    /**
     * @param files override the defaults, later ones earlier ones
     * @param environment of which names that start with {@code SOUK_} and match a setting count
     * @param overrides by dotted key
     * @throws SettingsException naming every unknown key and bad value
     */
    public static Settings load(List<Path> files, Map<String, String> environment, Map<String, String> overrides) {
        SettingsLoader loader = new SettingsLoader();
        loader.readDefaults();
        files.forEach(loader::readFile);
        loader.readEnvironment(environment);
        overrides.forEach((key, value) -> loader.override(key, value, "--set"));
        Settings settings = new SettingsBinder(loader.values, loader.problems).bind();
        if (settings == null || !loader.problems.isEmpty()) {
            throw new SettingsException(loader.problems);
        }
        return settings;
    }

    private void readDefaults() {
        try (InputStream in = SettingsLoader.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULTS + " is not on the class path");
            }
            flatten("", YAML.readTree(in), (key, value) -> values.put(key, new Sourced(value, DEFAULTS)));
        } catch (IOException e) {
            throw new IllegalStateException(DEFAULTS + " cannot be read", e);
        }
    }

    private void readFile(Path file) {
        try {
            JsonNode root = YAML.readTree(Files.readAllBytes(file));
            if (root.isObject()) {
                flatten("", root, (key, value) -> override(key, value, file.toString()));
            } else if (!root.isMissingNode() && !root.isNull()) {
                problems.add(file + ": not a map of settings");
            }
        } catch (JsonProcessingException e) {
            problems.add(file + ": not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, String> names = new TreeMap<>();
        values.keySet().forEach(key -> names.put(environmentName(key), key));
        new TreeMap<>(environment).forEach((name, value) -> {
            String key = names.get(name);
            if (key != null) {
                override(key, value, name);
            } else if (name.startsWith(ENVIRONMENT_PREFIX) && !name.equals("SOUK_JAVA_OPTS")) {
                String near = nearest(name, names.keySet());
                problems.add(name + " is no setting" + (near == null ? "" : "; did you mean " + near + "?"));
            }
        });
    }

    /** {@code payment.capture-alarm} is {@code SOUK_PAYMENT_CAPTURE_ALARM}. */
    public static String environmentName(String key) {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private void override(String key, String text, String source) {
        Sourced known = values.get(key);
        JsonNode value = YAML.getNodeFactory().textNode(text);
        if (known != null && known.value().isArray()) {
            var array = YAML.createArrayNode();
            for (String element : text.split(",", -1)) {
                if (!element.isBlank()) {
                    array.add(element.strip());
                }
            }
            value = array;
        }
        override(key, value, source);
    }

    private void override(String key, JsonNode value, String source) {
        if (values.containsKey(key)) {
            values.put(key, new Sourced(value, source));
        } else if (!isEmptySection(key, value)) {
            String near = nearest(key, values.keySet());
            problems.add(source + ": " + key + " is no setting" + (near == null ? "" : "; did you mean " + near + "?"));
        }
    }

    /** A section of a file in which everything is commented out. */
    private boolean isEmptySection(String key, JsonNode value) {
        return value.isNull() && values.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    private static @Nullable String nearest(String key, Set<String> all) {
        String best = null;
        int bestDistance = Math.max(3, key.length() / 3);
        for (String known : all) {
            int distance = distance(key, known);
            if (distance < bestDistance) {
                best = known;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private interface Leaf {
        void accept(String key, JsonNode value);
    }

    private static void flatten(String prefix, JsonNode node, Leaf leaf) {
        node.properties().forEach(field -> {
            String key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(key + ".", field.getValue(), leaf);
            } else {
                leaf.accept(key, field.getValue());
            }
        });
    }
}
