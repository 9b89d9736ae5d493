package dev.souk.edge.body;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes gzip (RFC 1952) as it comes, in pieces of bounded size, so that a reader may stop a small input with a large
 * result. A row of empty members is refused: it takes work without end, and no bound of the result ever stops it. Not
 * safe for threads. Holds memory outside of the heap until it is closed.
 */
final class Gunzip implements AutoCloseable {
    private static final int PIECE = 16_384;
    /** Bytes of a header: it may name a file. */
    private static final int MAX_HEADER = 4_096;

    /** Members in a row that hold nothing; some writers end with one. */
    private static final int MAX_EMPTY = 16;

    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;
    private static final int CRC_FLAG = 2;
    private static final int EXTRA_FLAG = 4;
    private static final int NAME_FLAG = 8;
    private static final int COMMENT_FLAG = 16;
    private static final int INCOMPLETE = -1;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] piece = new byte[PIECE];
    private int length;
    private int empty;
    private byte[] input = new byte[0];
    private int at;
    private Part part = Part.HEADER;
    private boolean began;

    private enum Part {
        HEADER,
        DATA,
        TRAILER
    }

    /** The input is no gzip. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }

        MalformedException(Throwable cause) {
            super(cause);
        }
    }

    /** Takes more of the input, and keeps it; call {@link #next} until it gives nothing before the next. */
    void feed(byte[] more) {
        if (at == input.length) {
            input = more;
            at = 0;
            return;
        }
        byte[] joined = Arrays.copyOfRange(input, at, input.length + more.length);
        System.arraycopy(more, 0, joined, input.length - at, more.length);
        input = joined;
        at = 0;
    }

    /** @return bytes of the next piece of the result; 0: more of the input is needed */
    int next() throws MalformedException {
        length = 0;
        while (length == 0) {
            switch (part) {
                case HEADER -> {
                    int header = header();
                    if (header == INCOMPLETE) {
                        return 0;
                    }
                    at += header;
                    began = true;
                    inflater.reset();
                    checksum.reset();
                    part = Part.DATA;
                }
                case DATA -> {
                    inflate();
                    if (length == 0 && part == Part.DATA) {
                        return 0;
                    }
                }
                case TRAILER -> {
                    if (input.length - at < TRAILER) {
                        return 0;
                    }
                    if (number(at) != checksum.getValue()
                            || number(at + 4) != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
                        throw new MalformedException("the checksum is another");
                    }
                    empty = inflater.getBytesWritten() == 0 ? empty + 1 : 0;
                    if (empty > MAX_EMPTY) {
                        throw new MalformedException("too many empty members follow each other");
                    }
                    at += TRAILER;
                    part = Part.HEADER;
                }
            }
        }
        return length;
    }

    /** The piece that {@link #next} found, as a buffer of its own. */
    Buffer piece() {
        return Buffer.buffer(Arrays.copyOf(piece, length));
    }

    /** Appends the piece that {@link #next} found. */
    void appendTo(Buffer decoded) {
        decoded.appendBytes(piece, 0, length);
    }

    /** Whether the input ended where gzip may end. */
    boolean isWhole() {
        return began && part == Part.HEADER && at == input.length;
    }

    private void inflate() throws MalformedException {
        try {
            inflater.setInput(input, at, input.length - at);
            length = inflater.inflate(piece);
            at = input.length - inflater.getRemaining();
            if (inflater.finished()) {
                part = Part.TRAILER;
            }
            checksum.update(piece, 0, length);
        } catch (DataFormatException e) {
            throw new MalformedException(e);
        }
    }

    /** @return the bytes of the header that begins here; {@link #INCOMPLETE} where not all of it is there */
    private int header() throws MalformedException {
        int left = input.length - at;
        if (left > 0 && octet(at) != 0x1F || left > 1 && octet(at + 1) != 0x8B || left > 2 && octet(at + 2) != 8) {
            throw new MalformedException("this is no gzip");
        }
        int length = left < FIXED_HEADER ? INCOMPLETE : headerLength(octet(at + 3));
        if (length == INCOMPLETE ? left > MAX_HEADER : length > MAX_HEADER) {
            throw new MalformedException("the header is too long");
        }
        return length;
    }

    private int headerLength(int flags) {
        int end = at + FIXED_HEADER;
        if ((flags & EXTRA_FLAG) != 0) {
            if (input.length - end < 2) {
                return INCOMPLETE;
            }
            end += 2 + octet(end) + (octet(end + 1) << 8);
        }
        for (int flag : new int[] {NAME_FLAG, COMMENT_FLAG}) {
            if ((flags & flag) != 0) {
                while (end < input.length && input[end] != 0) {
                    end++;
                }
                end++;
            }
        }
        if ((flags & CRC_FLAG) != 0) {
            end += 2;
        }
        return end > input.length ? INCOMPLETE : end - at;
    }

    private int octet(int index) {
        return input[index] & 0xFF;
    }

    private long number(int index) {
        return octet(index) | octet(index + 1) << 8 | octet(index + 2) << 16 | (long) octet(index + 3) << 24;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
