package dev.souk.catalog.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream of bytes into records, wherever the chunks end. A record is a line; with quotes (RFC 4180), a quoted
 * field may hold line ends, and the record goes on. LF and CRLF end a line, a byte order mark is dropped.
 *
 * <p>Memory is bounded: a record longer than the limit is broken, and reading goes on behind its first line, also where
 * an unclosed quote has swallowed the lines after it.
 *
 * <p>Not thread-safe.
 */
public final class RecordSplitter {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int FIRST_SIZE = 1024;

    private enum State {
        FIELD_START,
        UNQUOTED,
        QUOTED,
        /** Behind a quote inside a quoted field: its end, or the first half of an escaped quote. */
        QUOTE,
        /** Behind the limit, up to the end of the line. */
        SKIPPING
    }

    private final CsvDialect dialect;
    private final boolean quotes;
    private final int limit;
    private byte[] record = new byte[FIRST_SIZE];
    private int length;
    private State state = State.FIELD_START;
    /** Of the record that is being read, and how many line ends it holds. */
    private long line = 1;

    private int lineEnds;
    private int marksSeen;

    /**
     * @param quotes records are CSV
     * @param limit bytes of a record, at the most
     */
    public RecordSplitter(boolean quotes, int limit) {
        this(quotes, limit, CsvDialect.commas());
    }

    /** @param dialect of the fields, where records are CSV */
    RecordSplitter(boolean quotes, int limit, CsvDialect dialect) {
        this.dialect = dialect;
        this.quotes = quotes;
        this.limit = limit;
    }

    /** @return the records that this chunk ends */
    public List<TextRecord> feed(byte[] chunk) {
        List<TextRecord> out = new ArrayList<>();
        for (byte b : chunk) {
            if (marksSeen < BYTE_ORDER_MARK.length) {
                beginning(b, out);
            } else {
                next(b, out);
            }
        }
        return out;
    }

    /** @return the records that end with the stream */
    public List<TextRecord> end() {
        List<TextRecord> out = new ArrayList<>();
        noMark(out);
        while (state == State.QUOTED) {
            readAgainBehindFirstLine("a quoted field is never closed", out);
        }
        if (length > 0) {
            emit(out);
        }
        return out;
    }

    private void beginning(byte b, List<TextRecord> out) {
        if (b == BYTE_ORDER_MARK[marksSeen]) {
            marksSeen++;
        } else {
            noMark(out);
            next(b, out);
        }
    }

    /** Bytes that looked like the beginning of a byte order mark are content. */
    private void noMark(List<TextRecord> out) {
        int seen = marksSeen;
        marksSeen = BYTE_ORDER_MARK.length;
        if (seen < BYTE_ORDER_MARK.length) {
            for (int i = 0; i < seen; i++) {
                next(BYTE_ORDER_MARK[i], out);
            }
        }
    }

    private void next(byte b, List<TextRecord> out) {
        if (b == '\n' && state != State.QUOTED) {
            endLine(out);
            return;
        }
        if (state == State.SKIPPING) {
            return;
        }
        if (length == limit) {
            tooLong(b, out);
            return;
        }
        append(b);
        if (b == '\n') {
            lineEnds++;
        }
        if (quotes) {
            state = after(b);
        }
    }

    private State after(byte b) {
        return switch (state) {
            case FIELD_START -> b == '"' ? State.QUOTED : dialect.separates(b) ? State.FIELD_START : State.UNQUOTED;
            case UNQUOTED -> dialect.separates(b) ? State.FIELD_START : State.UNQUOTED;
            case QUOTED -> b == '"' ? State.QUOTE : State.QUOTED;
            case QUOTE -> b == '"' ? State.QUOTED : dialect.separates(b) ? State.FIELD_START : State.UNQUOTED;
            case SKIPPING -> State.SKIPPING;
        };
    }

    private void endLine(List<TextRecord> out) {
        if (state != State.SKIPPING) {
            emit(out);
        }
        line += lineEnds + 1;
        lineEnds = 0;
        length = 0;
        state = State.FIELD_START;
    }

    private void emit(List<TextRecord> out) {
        int end = length > 0 && record[length - 1] == '\r' ? length - 1 : length;
        byte[] whole = Arrays.copyOf(record, end);
        dialect.see(whole);
        out.add(new TextRecord.Whole(line, whole));
    }

    private void tooLong(byte b, List<TextRecord> out) {
        if (state == State.QUOTED && lineEnds > 0) {
            readAgainBehindFirstLine("a quoted field does not end within " + limit + " bytes", out);
            next(b, out);
        } else {
            out.add(new TextRecord.Broken(line, "longer than " + limit + " bytes"));
            length = 0;
            state = State.SKIPPING;
            if (b == '\n') {
                endLine(out);
            }
        }
    }

    /**
     * The quote was a mistake of the first line. The swallowed lines hold no closing quote, so that reading them again,
     * as lines of their own, cannot swallow them once more: the work stays linear.
     */
    private void readAgainBehindFirstLine(String reason, List<TextRecord> out) {
        out.add(new TextRecord.Broken(line, reason));
        int lineEnd = 0;
        while (lineEnd < length && record[lineEnd] != '\n') {
            lineEnd++;
        }
        boolean more = lineEnd < length;
        byte[] rest = more ? Arrays.copyOfRange(record, lineEnd + 1, length) : new byte[0];
        line += more ? 1 : 0;
        lineEnds = 0;
        length = 0;
        state = State.FIELD_START;
        for (byte b : rest) {
            next(b, out);
        }
    }

    private void append(byte b) {
        if (length == record.length) {
            record = Arrays.copyOf(record, Math.min(limit, length * 2));
        }
        record[length++] = b;
    }
}
