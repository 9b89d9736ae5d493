package dev.souk.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.souk.money.Money;
import dev.souk.testing.AnyRecord;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The encoding between nodes, for every record that any feature sends. */
final class RecordCodecTest {
    private final RecordCodec codec = new RecordCodec();

    static Stream<Class<?>> messages() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.souk").stream()
                        .filter(type -> type.getPackageName().endsWith(".message"))
                        .filter(type -> type.isAssignableTo(Record.class) || type.isEnum())
                        .filter(type -> !type.getModifiers().contains(JavaModifier.PRIVATE))
                        .map(JavaClass::reflect);
    }

    private Object overTheWire(Object message) {
        Buffer wire = Buffer.buffer("before");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire("before".length(), wire.appendString("behind"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesOutAsItWentIn(Class<?> type) {
        Random random = new Random(type.getName().hashCode());
        for (int i = 0; i < 20; i++) {
            Object message = AnyRecord.of(type, random);
            assertThat(overTheWire(message)).isEqualTo(message);
        }
    }

    /** A newer node may send more than this one knows. */
    @ParameterizedTest
    @MethodSource("messages")
    void unknownFieldsArePassedOver(Class<?> type) throws IOException {
        if (!type.isRecord()) {
            return;
        }
        Object message = AnyRecord.of(type, new Random(1));
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(Json.bytes(message));
        json.put("fieldOfTheFuture", 1).putObject("another").put("nested", true);

        assertThat(codec.decodeFromWire(0, wire(type.getName(), Json.bytes(json))))
                .isEqualTo(message);
    }

    /** Every address says what it carries; a question or an answer that is no record would not travel. */
    @Test
    void everyEndpointCarriesRecordsOrSealedInterfacesOfThem() {
        List<Class<?>> carried = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.souk").stream()
                        .filter(type -> type.getPackageName().endsWith(".message"))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Stream.of(type.getDeclaredFields()))
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .<Class<?>>flatMap(RecordCodecTest::carriedBy)
                        .toList();

        assertThat(carried).isNotEmpty().allMatch(RecordCodecTest::travels);
    }

    private static Stream<Class<?>> carriedBy(Field field) {
        try {
            return switch (field.get(null)) {
                case BusEndpoint<?, ?> endpoint -> Stream.of(endpoint.question(), endpoint.answer());
                case BusHint<?> hint -> Stream.of(hint.type());
                default -> Stream.of();
            };
        } catch (IllegalAccessException hidden) {
            return Stream.of();
        }
    }

    private static boolean travels(Class<?> type) {
        return type.isRecord()
                || type.isEnum()
                || type.isSealed() && Stream.of(type.getPermittedSubclasses()).allMatch(RecordCodecTest::travels);
    }

    @Test
    void onlyRecordsOfThisSystemAreMadeFromTheWire() {
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire("java.util.ArrayList", "[]")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire("dev.souk.bus.Bus", "{}")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire("dev.souk.order.message.NotYetKnown", "{}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("newer version");
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire(Money.class.getName(), "null")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decodeFromWire(0, wire(Money.class.getName(), "{\"amount\":1.5}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Buffer wire(String type, String json) {
        return wire(type, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Buffer wire(String type, byte[] json) {
        byte[] name = type.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer()
                .appendInt(name.length)
                .appendBytes(name)
                .appendInt(json.length)
                .appendBytes(json);
    }
}
