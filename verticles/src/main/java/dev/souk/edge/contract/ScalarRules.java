package dev.souk.edge.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules for one value: its type, range, length and form. */
final class ScalarRules {
    private static final int UUID_LENGTH = 36;

    private ScalarRules() {}

    static Shape type(Set<String> types) {
        String message = "must be " + types.stream().sorted().collect(Collectors.joining(" or "));
        boolean text = types.contains("string");
        boolean integer = types.contains("integer");
        boolean object = types.contains("object");
        boolean array = types.contains("array");
        if (!Set.of("string", "integer", "object", "array").containsAll(types)) {
            throw new IllegalStateException("the contract uses a type of " + types + ", which nothing checks");
        }
        return (value, findings) -> {
            boolean right = switch (value) {
                case String s -> text;
                case JsonObject o -> object;
                case JsonArray a -> array;
                case Number n -> integer && isInteger(n);
                case null, default -> false;
            };
            if (!right) {
                findings.add(message);
            }
        };
    }

    /** As JSON Schema has it, 2.0 is an integer. */
    private static boolean isInteger(Number number) {
        return switch (number) {
            case Integer small -> true;
            case Long small -> true;
            case BigInteger large -> true;
            case BigDecimal exact ->
                exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
            default -> isWhole(number.doubleValue());
        };
    }

    private static boolean isWhole(double number) {
        return number == Math.rint(number) && !Double.isInfinite(number);
    }

    static Shape atLeast(long least) {
        return (value, findings) -> {
            if (value instanceof Number number && compare(number, least) < 0) {
                findings.add("must be at least " + least);
            }
        };
    }

    static Shape atMost(long most) {
        return (value, findings) -> {
            if (value instanceof Number number && compare(number, most) > 0) {
                findings.add("must be at most " + most);
            }
        };
    }

    private static int compare(Number number, long limit) {
        return switch (number) {
            case Integer small -> Long.compare(small, limit);
            case Long small -> Long.compare(small, limit);
            case BigInteger large -> large.compareTo(BigInteger.valueOf(limit));
            case BigDecimal exact -> exact.compareTo(BigDecimal.valueOf(limit));
            default -> Double.compare(number.doubleValue(), limit);
        };
    }

    static Shape not(@Nullable Object unwanted) {
        if (!(unwanted instanceof Integer number)) {
            throw new IllegalStateException("the contract uses a \"not\" that nothing checks");
        }
        return (value, findings) -> {
            if (value instanceof Number given && compare(given, number) == 0) {
                findings.add("must not be " + number);
            }
        };
    }

    static Shape oneOf(List<?> values) {
        List<?> allowed = List.copyOf(values);
        return (value, findings) -> {
            if (value == null || !allowed.contains(value)) {
                findings.add("must be one of "
                        + allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        };
    }

    static Shape minLength(int least) {
        return (value, findings) -> {
            if (value instanceof String text && text.codePointCount(0, text.length()) < least) {
                findings.add(least == 1 ? "must not be empty" : "must have at least " + least + " characters");
            }
        };
    }

    static Shape maxLength(int most) {
        return (value, findings) -> {
            if (value instanceof String text && text.codePointCount(0, text.length()) > most) {
                findings.add("must have at most " + most + " characters");
            }
        };
    }

    static Shape pattern(Pattern pattern) {
        return (value, findings) -> {
            if (value instanceof String text && !pattern.matcher(text).find()) {
                findings.add("has characters or a form that are not allowed");
            }
        };
    }

    static Shape format(String format) {
        if (!format.equals("uuid")) {
            throw new IllegalStateException("the contract uses the format " + format + ", which nothing checks");
        }
        return (value, findings) -> {
            if (value instanceof String text && !isUuid(text)) {
                findings.add("must be a UUID");
            }
        };
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            char c = text.charAt(i);
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }
}
