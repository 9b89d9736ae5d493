package dev.souk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes some value of any message record, so that a test holds of records that are written after it. */
public final class AnyRecord {
    private static final int TRIES = 50;

    private AnyRecord() {}

    /** @throws AssertionError for a type of component that this cannot make: teach it */
    public static Object of(Class<?> type, Random random) {
        return value(type, random);
    }

    private static Object value(Type type, Random random) {
        return switch (type) {
            case ParameterizedType generic -> generic(generic, random);
            case Class<?> plain -> plain(plain, random);
            default -> throw new AssertionError("no value for " + type);
        };
    }

    private static Object generic(ParameterizedType type, Random random) {
        Type[] of = type.getActualTypeArguments();
        int size = random.nextInt(4);
        if (type.getRawType() == List.class) {
            return values(of[0], size, random);
        } else if (type.getRawType() == Set.class) {
            return Set.copyOf(values(of[0], size, random));
        } else if (type.getRawType() == Optional.class) {
            return random.nextBoolean() ? Optional.of(value(of[0], random)) : Optional.empty();
        } else if (type.getRawType() == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                map.put(value(of[0], random), value(of[1], random));
            }
            return map;
        }
        throw new AssertionError("no value for " + type);
    }

    private static List<Object> values(Type of, int size, Random random) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(value(of, random));
        }
        return list;
    }

    private static Object plain(Class<?> type, Random random) {
        if (type.isRecord()) {
            return record(type, random);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        } else if (type.isSealed()) {
            Class<?>[] permitted = type.getPermittedSubclasses();
            return plain(permitted[random.nextInt(permitted.length)], random);
        } else if (type == String.class) {
            return text(random);
        } else if (type == UUID.class) {
            return new UUID(random.nextLong(), random.nextLong());
        } else if (type == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
        } else if (type == Duration.class) {
            return Duration.ofMillis(random.nextInt(1_000_000));
        } else if (type == long.class || type == Long.class) {
            return random.nextLong();
        } else if (type == int.class || type == Integer.class) {
            return random.nextInt();
        } else if (type == double.class || type == Double.class) {
            return random.nextInt() / 8.0;
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == BigDecimal.class) {
            return new BigDecimal(new BigInteger(80, random));
        } else if (JsonNode.class.isAssignableFrom(type)) {
            return JsonNodeFactory.instance.objectNode().put("any", text(random));
        }
        throw new AssertionError("no value for " + type);
    }

    private static String text(Random random) {
        return List.of("", "plain", "\"quoted\\ \n", "85123a", "żółć 漢字 😀").get(random.nextInt(5));
    }

    /** A record may refuse some combinations: another one is tried then. */
    private static Object record(Class<?> type, Random random) {
        Throwable refused = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return construct(type, random);
            } catch (InvocationTargetException e) {
                refused = e.getCause();
            }
        }
        throw new AssertionError("no value for " + type, refused);
    }

    private static Object construct(Class<?> type, Random random) throws InvocationTargetException {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(component -> component(component, random))
                    .toArray());
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Object component(RecordComponent component, Random random) {
        AnnotatedElement annotated = component.getAnnotatedType();
        boolean nullable = annotated.isAnnotationPresent(Nullable.class);
        return nullable && random.nextBoolean() ? null : value(component.getGenericType(), random);
    }
}
