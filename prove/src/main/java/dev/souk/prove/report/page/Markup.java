package dev.souk.prove.report.page;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML too: every element is closed, and all text and attribute values are escaped.
 * Text comes from outside: SKUs, error messages, files of other runs.
 */
final class Markup {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values by turns */
    Markup open(String element, Object... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element with text in it. */
    Markup text(String element, Object text, Object... attributes) {
        return open(element, attributes).text(text).close();
    }

    Markup text(Object text) {
        escape(text.toString());
        return this;
    }

    /** An element that can have nothing in it: {@code br}, {@code meta} or a shape of SVG. Any other has an end. */
    Markup empty(String element, Object... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /** Trusted text of a style sheet. */
    Markup style(String css) {
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    private void tag(String element, Object... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1].toString());
            out.append('"');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isAllowed(c) ? c : '\uFFFD');
            }
        });
    }

    /** Whether XML 1.0 allows the character in a document (section 2.2). */
    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }

    /** @throws IllegalStateException when an element is open still */
    String end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("open still: " + open);
        }
        return out.toString();
    }
}
