package dev.souk.edge.connection;

import java.util.ArrayList;
import java.util.List;

/** Reads the {@code for} of each element of {@code Forwarded} (RFC 7239, section 4), the nearest hop last. */
final class ForwardedFor {
    /** Of a hop that names none: no address. */
    private static final String NONE = "";

    private final String text;
    private final List<String> found = new ArrayList<>();
    private int at;

    private ForwardedFor(String text) {
        this.text = text;
    }

    /** @return one for each hop; an unreadable entry is no address */
    static List<String> of(List<String> lines) {
        ForwardedFor reader = new ForwardedFor(String.join(",", lines));
        reader.read();
        return reader.found;
    }

    private void read() {
        String hop = NONE;
        while (at < text.length()) {
            String name = until("=;,").strip();
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                String value = value();
                if (name.equalsIgnoreCase("for")) {
                    hop = value;
                }
            }
            if (at < text.length() && text.charAt(at++) == ',') {
                found.add(hop);
                hop = NONE;
            }
        }
        found.add(hop);
    }

    private String until(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private String value() {
        if (at >= text.length() || text.charAt(at) != '"') {
            return until(";,").strip();
        }
        at++;
        StringBuilder quoted = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            quoted.append(text.charAt(at++));
        }
        if (at == text.length()) {
            return NONE;
        }
        at++;
        // Only white space may stand between a quoted value and the separator after it.
        boolean alone = until(";,").isBlank();
        return alone ? quoted.toString() : NONE;
    }
}
