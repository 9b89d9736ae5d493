package dev.souk.launcher.shop.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One follower of one order as a raw socket, which costs its client next to nothing: speaks as much of HTTP and of
 * RFC 6455 as that takes. Lives on the event loop of the socket.
 */
final class FollowerSocket {
    /** How it follows. */
    enum Way {
        STREAM,
        BRIDGE
    }

    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final long AGAIN_MILLIS = 1_000;
    private static final int TEXT = 0x81;
    private static final int SHORT_LENGTH = 125;
    private static final int TWO_BYTES = 126;

    private final Vertx vertx;
    private final Way way;
    private final String order;
    private final String token;
    private final NetSocket socket;
    private final Told told;
    private Buffer unread = Buffer.buffer();
    private boolean admitted;
    private boolean pausing;
    private boolean leaving;
    private long last;

    FollowerSocket(Vertx vertx, Way way, String order, String token, NetSocket socket, Told told) {
        this.vertx = vertx;
        this.way = way;
        this.order = order;
        this.token = token;
        this.socket = socket;
        this.told = told;
    }

    void follow() {
        socket.handler(this::hear);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(gone -> {
            if (!leaving) {
                told.mistake("a socket was closed after entry " + last);
            }
        });
        ask();
    }

    private void ask() {
        socket.write(
                way == Way.STREAM
                        ? "GET /v1/orders/" + order + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                                + token + "\r\nAccept: text/event-stream\r\n\r\n"
                        : "GET /eventbus/websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    /** The node could not read the order: a follower that knows nothing yet asks again. */
    private void askAgain() {
        told.askedAgain();
        pausing = true;
        vertx.setTimer(AGAIN_MILLIS, later -> {
            pausing = false;
            if (way == Way.STREAM) {
                // Of the answer, the body is left.
                unread = Buffer.buffer();
                ask();
            } else {
                register();
            }
        });
    }

    void leave() {
        leaving = true;
        socket.close();
    }

    private void hear(Buffer data) {
        unread = unread.length() == 0 ? data : unread.appendBuffer(data);
        if (!admitted && !pausing) {
            readHead();
        }
        if (admitted && way == Way.STREAM) {
            readLines();
        } else if (admitted) {
            readFrames();
        }
    }

    private void readHead() {
        String text = unread.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        if (way == Way.STREAM && text.startsWith("HTTP/1.1 503")) {
            askAgain();
            return;
        }
        if (!text.startsWith(way == Way.STREAM ? "HTTP/1.1 200" : "HTTP/1.1 101")) {
            told.mistake("refused: " + text);
            leave();
            return;
        }
        admitted = true;
        rest(end + 4);
        if (way == Way.BRIDGE) {
            register();
        }
    }

    private void register() {
        socket.write(masked("{\"type\":\"register\",\"address\":\"orders." + order + "\",\"headers\":{\"token\":\""
                + token + "\"}}"));
    }

    /** A mask of zeros changes nothing. */
    private static Buffer masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer()
                .appendByte((byte) TEXT)
                .appendByte((byte) (0x80 | TWO_BYTES))
                .appendUnsignedShort(payload.length)
                .appendInt(0)
                .appendBytes(payload);
    }

    /** The size of a chunk stands on a line of its own. */
    private void readLines() {
        int begin = 0;
        for (int at = 0; at < unread.length(); at++) {
            if (unread.getByte(at) == '\n') {
                if (at - begin > 4 && unread.getByte(begin) == 'i' && unread.getByte(begin + 1) == 'd') {
                    entry(Long.parseLong(unread.getString(begin + 4, at).strip()));
                }
                begin = at + 1;
            }
        }
        rest(begin);
    }

    private void readFrames() {
        while (unread.length() >= 2) {
            int length = unread.getUnsignedByte(1);
            int head = length == TWO_BYTES ? 4 : 2;
            if (length > TWO_BYTES) {
                told.mistake("a frame is too long");
                leave();
                return;
            }
            if (unread.length() < head) {
                return;
            }
            int size = length <= SHORT_LENGTH ? length : unread.getUnsignedShort(2);
            if (unread.length() < head + size) {
                return;
            }
            if (unread.getUnsignedByte(0) == TEXT) {
                frame(unread.getString(head, head + size));
            }
            rest(head + size);
        }
    }

    private void frame(String text) {
        Matcher seq = SEQ.matcher(text);
        if (text.startsWith("{\"type\":\"rec\"") && seq.find()) {
            entry(Long.parseLong(seq.group(1)));
        } else if (last == 0 && text.contains("\"failureType\":\"unavailable\"")) {
            askAgain();
        } else {
            told.mistake("the bridge said " + text);
        }
    }

    private void entry(long seq) {
        if (seq != last + 1) {
            told.mistake("entry " + seq + " came after " + last);
        }
        last = seq;
        told.entry(seq);
    }

    private void rest(int from) {
        unread = from >= unread.length() ? Buffer.buffer() : unread.getBuffer(from, unread.length());
    }
}
