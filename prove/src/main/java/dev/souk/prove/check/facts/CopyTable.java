package dev.souk.prove.check.facts;

import java.io.IOException;
import java.io.StringReader;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

/** Fills one table by {@code COPY}, a few megabytes at a time. */
final class CopyTable {
    private static final int CHUNK = 1 << 20;

    private final CopyManager copy;
    private final String sql;
    private final String name;
    private final StringBuilder rows = new StringBuilder(CHUNK + 4096);
    private long count;

    /** @param name of the table; its columns are filled in their order */
    CopyTable(CopyManager copy, String name) {
        this.copy = copy;
        this.name = name;
        this.sql = "COPY facts." + name + " FROM STDIN";
    }

    String name() {
        return name;
    }

    long count() {
        return count;
    }

    void row(@Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                rows.append('\t');
            }
            append(values[i]);
        }
        rows.append('\n');
        count++;
        if (rows.length() > CHUNK) {
            flush();
        }
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            rows.append("\\N");
            return;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
    }

    /** @throws UnreadableException when the scratch database does not take the rows */
    void flush() {
        if (rows.isEmpty()) {
            return;
        }
        try {
            copy.copyIn(sql, new StringReader(rows.toString()));
            rows.setLength(0);
        } catch (SQLException | IOException e) {
            throw new UnreadableException("facts of " + name + " cannot be stored", e);
        }
    }
}
