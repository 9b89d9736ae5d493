package dev.souk.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns flat, dotted keys into the record tree, checking every value on the way. */
final class SettingsBinder {
    /** Least number of bytes of a key: a reader of signed texts can guess a shorter key. */
    private static final int LEAST_SECRET = 16;

    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]*");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,10})(ms|s|m|h|d)");

    private final Map<String, SettingsLoader.Sourced> values;
    private final List<String> problems;

    SettingsBinder(Map<String, SettingsLoader.Sourced> values, List<String> problems) {
        this.values = values;
        this.problems = problems;
    }

    @Nullable
    Settings bind() {
        Settings settings = bind("", Settings.class);
        if (settings != null) {
            check(settings);
        }
        return settings;
    }

    /** Checks the rules that the binding of a single setting does not cover. */
    private void check(Settings settings) {
        if (settings.kafka().minInsyncReplicas() > settings.kafka().replication()) {
            problems.add("kafka.min-insync-replicas must not be above kafka.replication");
        }
        if (settings.sql().sslMode().startsWith("verify")
                && settings.sql().caFile().isEmpty()) {
            problems.add("sql.ca-file is needed when sql.ssl-mode is "
                    + settings.sql().sslMode());
        }
        checkTrust(settings);
        for (String proxy : settings.http().trustedProxies()) {
            if (!AddressRange.isOne(proxy)) {
                problems.add("http.trusted-proxies must be addresses such as 10.0.0.7, 10.0.0.0/8 or fd00::/8, not '"
                        + proxy + "'");
            }
        }
    }

    private void checkTrust(Settings settings) {
        Settings.Cluster cluster = settings.cluster();
        long given = Stream.of(cluster.tlsCert(), cluster.tlsKey(), cluster.tlsCa())
                .filter(file -> !file.isEmpty())
                .count();
        if (given != 0 && given != 3) {
            problems.add("cluster.tls-cert, cluster.tls-key and cluster.tls-ca are set together, or not at all");
        }
        if (cluster.busPort() == cluster.port()) {
            problems.add("cluster.bus-port must not be cluster.port");
        }
        Settings.Redis redis = settings.redis();
        if (!redis.user().isEmpty() && redis.password().value().isEmpty()) {
            problems.add("redis.password is needed when redis.user is set");
        }
        if (!redis.caFile().isEmpty() && !redis.tls()) {
            problems.add("redis.ca-file is set, and redis.tls is false");
        }
        int secret = redis.entrySecret().value().getBytes(UTF_8).length;
        if (secret > 0 && secret < LEAST_SECRET) {
            problems.add("redis.entry-secret must have at least " + LEAST_SECRET + " bytes");
        }
        if (!HEADER_VALUE.matcher(settings.payment().providerKey().value()).matches()) {
            problems.add("payment.provider-key must be printable ASCII without spaces");
        }
    }

    private <T> @Nullable T bind(String prefix, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new Object[components.length];
        boolean whole = true;
        for (int i = 0; i < components.length; i++) {
            String key = prefix + kebab(components[i].getName());
            arguments[i] = components[i].getType().isRecord() && components[i].getType() != Secret.class
                    ? bind(key + ".", components[i].getType())
                    : leaf(key, components[i]);
            whole &= arguments[i] != null;
        }
        return whole ? construct(type, components, arguments) : null;
    }

    private static <T> T construct(Class<T> type, RecordComponent[] components, @Nullable Object[] arguments) {
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings record " + type.getName(), e);
        }
    }

    private @Nullable Object leaf(String key, RecordComponent component) {
        SettingsLoader.Sourced sourced = values.get(key);
        if (sourced == null) {
            throw new IllegalStateException("conf/souk.yaml lacks " + key);
        }
        try {
            return checked(component, parse(component.getType(), sourced.value()));
        } catch (IllegalArgumentException e) {
            problems.add(sourced.source() + ": " + key + " " + e.getMessage());
            return null;
        }
    }

    private static Object parse(Class<?> type, JsonNode value) {
        if (type == List.class) {
            return list(value);
        }
        if (value.isContainerNode()) {
            throw new IllegalArgumentException("must be a single value");
        }
        String text = value.isNull() ? "" : value.asText();
        if (type == String.class) {
            return text;
        } else if (type == Secret.class) {
            return new Secret(text);
        } else if (type == int.class) {
            return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == boolean.class) {
            return bool(text);
        } else if (type == Duration.class) {
            return duration(text);
        }
        throw new IllegalStateException("no parser for settings of " + type);
    }

    private static List<String> list(JsonNode value) {
        if (!value.isArray()) {
            throw new IllegalArgumentException("must be a list");
        }
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(element.asText()));
        return List.copyOf(elements);
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
        };
    }

    private static long whole(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException("must be a whole number, not '" + text + "'");
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 500ms, 3s, 2m, 24h or 7d, not '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Object checked(RecordComponent component, Object value) {
        Range range = component.getAnnotation(Range.class);
        if (range != null) {
            long number = value instanceof Duration duration ? duration.toMillis() : ((Number) value).longValue();
            if (number < range.min() || number > range.max()) {
                String unit = value instanceof Duration ? " ms" : "";
                throw new IllegalArgumentException(
                        "must be " + range.min() + unit + " to " + range.max() + unit + ", not " + number);
            }
        }
        OneOf oneOf = component.getAnnotation(OneOf.class);
        if (oneOf != null) {
            List<String> allowed = List.of(oneOf.value());
            List<?> given = value instanceof List<?> list ? list : List.of(value);
            if (!allowed.containsAll(given)) {
                throw new IllegalArgumentException("must be of " + allowed + ", not '" + value + "'");
            }
        }
        return value;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
