package dev.souk.edge.limit;

import dev.souk.settings.Settings;
import java.util.Locale;

/** Kinds of request that have buckets of their own. */
public enum LimitClass {
    READS,
    WRITES,
    ANONYMOUS_CARTS,
    TOKENS,
    WEBHOOKS,
    /** Tokens that turned out to be none. */
    BAD_TOKENS;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As in settings, headers and metrics: {@code anonymous-carts}. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException when no class has this label */
    public static LimitClass labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Settings.Bucket in(Settings.Limits limits) {
        return switch (this) {
            case READS -> limits.reads();
            case WRITES -> limits.writes();
            case ANONYMOUS_CARTS -> limits.anonymousCarts();
            case TOKENS -> limits.tokens();
            case WEBHOOKS -> limits.webhooks();
            case BAD_TOKENS -> limits.badTokens();
        };
    }
}
