package dev.souk.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.souk.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** One JSON object a line: the event's own fields first, then its key-value pairs under their own names. */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NONE = new byte[0];
    private static final byte[] END = "\n".getBytes(StandardCharsets.UTF_8);

    private final String node;

    JsonLines(String node) {
        this.node = node;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("at", event.getInstant().toString());
        fields.put("level", event.getLevel().toString());
        fields.put("node", node);
        fields.put("logger", event.getLoggerName());
        fields.put("thread", event.getThreadName());
        fields.put("message", event.getFormattedMessage());
        event.getMDCPropertyMap().forEach(fields::putIfAbsent);
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.putIfAbsent(pair.key, text(pair.value));
            }
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.put("error", ThrowableProxyUtil.asString(thrown));
        }
        return concat(Json.bytes(fields), END);
    }

    /**
     * Numbers and truth values stay what they are; everything else is its text, so that no value can fail to be
     * written.
     */
    private static Object text(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Boolean
                ? value
                : String.valueOf(value);
    }

    private static byte[] concat(byte[] line, byte[] end) {
        byte[] whole = new byte[line.length + end.length];
        System.arraycopy(line, 0, whole, 0, line.length);
        System.arraycopy(end, 0, whole, line.length, end.length);
        return whole;
    }

    @Override
    public byte[] headerBytes() {
        return NONE;
    }

    @Override
    public byte[] footerBytes() {
        return NONE;
    }
}
