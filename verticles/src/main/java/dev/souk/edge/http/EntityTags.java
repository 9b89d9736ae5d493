package dev.souk.edge.http;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entity tags of RFC 9110: a version, in quotes. */
public final class EntityTags {
    private EntityTags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** Whether an {@code If-None-Match} names the version, weakly or not, or is {@code *}. */
    public static boolean names(@Nullable String header, long version) {
        if (header == null) {
            return false;
        }
        if (header.equals("*")) {
            return true;
        }
        String tag = of(version);
        for (String candidate : header.split(",")) {
            String trimmed = candidate.strip();
            if (trimmed.equals(tag) || trimmed.length() == tag.length() + 2 && trimmed.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The versions that an {@code If-Match} names. A weak tag and a tag that no version has never match.
     *
     * @return each once; empty: nothing can match
     */
    static List<Long> versions(String tags) {
        return Arrays.stream(tags.split(",", -1))
                .map(EntityTags::version)
                .filter(version -> version > 0)
                .distinct()
                .toList();
    }

    private static long version(String tag) {
        String trimmed = tag.strip();
        int last = trimmed.length() - 1;
        boolean quoted = last >= 2 && last <= 19 && trimmed.charAt(0) == '"' && trimmed.charAt(last) == '"';
        if (!quoted || trimmed.charAt(1) == '0') {
            return -1;
        }
        for (int i = 1; i < last; i++) {
            if (trimmed.charAt(i) < '0' || trimmed.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(trimmed, 1, last, 10);
    }
}
