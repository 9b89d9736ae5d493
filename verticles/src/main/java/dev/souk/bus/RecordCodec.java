package dev.souk.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one codec of the bus. Inside a node the same immutable record is passed; between nodes it travels as the name of
 * its class and JSON. Only records and enums of this code base are ever made from the wire.
 */
final class RecordCodec implements MessageCodec<Object, Object> {
    static final String NAME = "souk";
    private static final String PACKAGE = "dev.souk.";

    private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

    @Override
    public void encodeToWire(Buffer buffer, Object body) {
        byte[] type = body.getClass().getName().getBytes(StandardCharsets.UTF_8);
        byte[] json = Json.bytes(body);
        buffer.appendInt(type.length).appendBytes(type).appendInt(json.length).appendBytes(json);
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        int typeLength = buffer.getInt(position);
        int jsonAt = position + 4 + typeLength;
        String type = buffer.getString(position + 4, jsonAt);
        int jsonLength = buffer.getInt(jsonAt);
        return Json.read(buffer.getBytes(jsonAt + 4, jsonAt + 4 + jsonLength), type(type));
    }

    private Class<?> type(String name) {
        return types.computeIfAbsent(name, RecordCodec::load);
    }

    private static Class<?> load(String name) {
        if (!name.startsWith(PACKAGE)) {
            throw new IllegalArgumentException("not a message of this system: " + name);
        }
        try {
            Class<?> type = Class.forName(name, false, RecordCodec.class.getClassLoader());
            if (!type.isRecord() && !type.isEnum()) {
                throw new IllegalArgumentException("not a message: " + name);
            }
            return type;
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("a message of a newer version: " + name, e);
        }
    }

    @Override
    public Object transform(Object body) {
        return body;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
