package dev.souk.notification.bridge;

import dev.souk.bus.Json;
import dev.souk.bus.StrictJson;
import dev.souk.bus.StrictJson.MalformedException;
import dev.souk.notification.bridge.domain.Frame;
import dev.souk.notification.bridge.domain.Refusal;
import dev.souk.notification.bridge.domain.Target;
import dev.souk.notification.live.LiveStep;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Frames of the bridge as text: those of the Vert.x SockJS bridge, which its published clients speak. */
final class Frames {
    static final String PONG = "{\"type\":\"pong\"}";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final String TOKEN = "token";
    private static final String LAST_EVENT_ID = "last-event-id";

    private Frames() {}

    static Frame read(String text) {
        try {
            return StrictJson.read(text) instanceof JsonObject frame
                    ? read(frame)
                    : broken(Refusal.INVALID_JSON, null, "A frame is a JSON object.");
        } catch (MalformedException e) {
            return broken(Refusal.INVALID_JSON, null, "The frame is not JSON: " + e.getMessage() + ".");
        }
    }

    private static Frame read(JsonObject frame) {
        if (!(frame.getValue("type") instanceof String type)) {
            return broken(Refusal.MISSING_TYPE, null, "The frame has no type.");
        }
        return switch (type) {
            case "ping" -> new Frame.Ping();
            case "send", "publish" -> new Frame.Inward(replyTo(frame));
            case "register", "unregister" -> addressed(type, frame);
            default -> broken(Refusal.INVALID_TYPE, null, "There is no such type of frame.");
        };
    }

    private static @Nullable String replyTo(JsonObject frame) {
        if (frame.getValue("replyAddress") instanceof String reply) {
            return reply;
        }
        return frame.getValue("address") instanceof String address ? address : null;
    }

    private static Frame addressed(String type, JsonObject frame) {
        if (!(frame.getValue("address") instanceof String address)) {
            return broken(Refusal.MISSING_ADDRESS, null, "The frame has no address.");
        }
        if (address.length() > Target.LONGEST_ADDRESS) {
            return broken(Refusal.MAX_ADDRESS_LENGTH_REACHED, null, "The address is too long.");
        }
        return type.equals("unregister") ? new Frame.Unregister(address) : register(address, frame);
    }

    private static Frame register(String address, JsonObject frame) {
        Object headers = frame.getValue("headers");
        if (headers == null) {
            return new Frame.Register(address, null, null);
        }
        if (!(headers instanceof JsonObject given)) {
            return broken(Refusal.INVALID_HEADERS, address, "The headers are not an object.");
        }
        Object token = header(given, TOKEN);
        Object last = header(given, LAST_EVENT_ID);
        if (last != null && !NUMBER.matcher(last.toString()).matches()) {
            return broken(Refusal.INVALID_HEADERS, address, "Last-Event-ID is not the seq of an entry.");
        }
        return new Frame.Register(
                address,
                token instanceof String text ? text : null,
                last == null ? null : Long.valueOf(last.toString()));
    }

    /** Names of headers are the same in capitals. */
    private static @Nullable Object header(JsonObject headers, String name) {
        for (String given : headers.fieldNames()) {
            if (given.toLowerCase(Locale.ROOT).equals(name)) {
                return headers.getValue(given);
            }
        }
        return null;
    }

    private static Frame broken(Refusal refusal, @Nullable String address, String message) {
        return new Frame.Broken(refusal, address, message);
    }

    /** @param quoted the address as a JSON string */
    static String received(String quoted, LiveStep step) {
        return received(quoted, step.json());
    }

    /** @param body JSON */
    static String received(String quoted, String body) {
        return "{\"type\":\"rec\",\"address\":" + quoted + ",\"body\":" + body + "}";
    }

    /** With an address, the published client hands it to the handlers of the address, else to {@code onerror}. */
    static String error(Refusal refusal, @Nullable String address, String message) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "err");
        if (address != null) {
            members.put("address", address);
        }
        members.put("body", refusal.label());
        members.put("failureCode", refusal.code());
        members.put("failureType", refusal.label());
        members.put("message", message);
        return Json.text(members);
    }
}
