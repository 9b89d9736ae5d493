package dev.souk.edge.contract;

import dev.souk.bus.Texts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses texts that no database can hold, wherever they stand in a value. A pattern of the contract does not exclude
 * them by itself. The later use of the text does not matter. Has no state.
 */
public final class StorableText implements Shape {
    public static final StorableText RULE = new StorableText();

    private StorableText() {}

    @Override
    public void check(@Nullable Object value, Findings findings) {
        switch (value) {
            case String text -> text(text, findings);
            case JsonObject object -> object(object.getMap(), findings);
            case JsonArray array -> array(array, findings);
            case null, default -> {
                // Numbers and the like are no texts.
            }
        }
    }

    private static void text(String text, Findings findings) {
        if (!Texts.isStorable(text)) {
            findings.add("must be Unicode text without NUL");
        }
    }

    private void object(Map<String, Object> members, Findings findings) {
        for (Map.Entry<String, Object> member : members.entrySet()) {
            if (!Texts.isStorable(member.getKey())) {
                findings.add("has a member whose name is not Unicode text without NUL");
                continue;
            }
            findings.enter(member.getKey());
            check(member.getValue(), findings);
            findings.leave();
        }
    }

    private void array(JsonArray items, Findings findings) {
        for (int i = 0; i < items.size(); i++) {
            findings.enter(i);
            check(items.getValue(i), findings);
            findings.leave();
        }
    }
}
