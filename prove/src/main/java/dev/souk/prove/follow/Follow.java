package dev.souk.prove.follow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One order that its buyer follows: connects to one node after the other, each time with the {@code Last-Event-ID} of
 * the last event that it got, until a node answers that nothing is left to tell. Blocks the (virtual) thread that it
 * runs on; an interrupt closes its connection and ends it.
 *
 * <p>A stream without a byte for {@value #SILENCE_MILLIS} ms, several heartbeats, is given up, as one whose other end
 * may be gone without a word.
 */
final class Follow {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CONNECT_MILLIS = 1_000;
    static final int SILENCE_MILLIS = 8_000;
    private static final int FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    /** A node that asks for more patience is asked sooner than it wants: the run ends before. */
    private static final int LONGEST_RETRY_AFTER_SECONDS = 3;

    /** The statuses of orders that have ended; an order in another status is followed for as long as the run lasts. */
    private static final Set<String> ENDS = Set.of("REJECTED", "PAYMENT_FAILED", "CANCELLED", "EXPIRED", "REFUNDED");

    private final String buyer;
    private final String bearer;
    private final String order;
    private final Supplier<List<URI>> nodes;
    private final HistoryWriter history;
    private final BooleanSupplier over;
    private int turn;
    private volatile long position;
    private volatile boolean ended;
    private volatile boolean done;

    /**
     * @param nodes base URLs as they are now; never empty
     * @param first which of them is asked first
     * @param over whether the run is over: a stream that breaks then was given up here
     */
    Follow(
            String buyer,
            String bearer,
            String order,
            Supplier<List<URI>> nodes,
            int first,
            HistoryWriter history,
            BooleanSupplier over) {
        this.buyer = buyer;
        this.bearer = bearer;
        this.order = order;
        this.nodes = nodes;
        this.turn = first;
        this.history = history;
        this.over = over;
    }

    String order() {
        return order;
    }

    /** The last step that was told, 0 for none. */
    long position() {
        return position;
    }

    /**
     * Whether this follower waits for nothing more when the order has that many steps. The stream of an order that has
     * ended must end.
     */
    boolean isSettled(long steps) {
        return done || position >= steps && !ended;
    }

    void run() throws InterruptedException {
        int failures = 0;
        for (int attempt = 1; !done && !over.getAsBoolean(); attempt++) {
            long before = position;
            int pause = connect(attempt);
            failures = pause > 0 || position > before ? 0 : failures + 1;
            TimeUnit.MILLISECONDS.sleep(pause > 0 ? pause : pause(failures));
        }
    }

    private static int pause(int failures) {
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
    }

    /** @return milliseconds to wait as the node asks, or 0 */
    private int connect(int attempt) {
        List<URI> all = nodes.get();
        URI node = all.get(Math.floorMod(turn++, all.size()));
        Long last = position == 0 ? null : position;
        long id = history.followed(buyer, order, node.toString(), attempt, last);
        HttpURLConnection connection = null;
        try {
            connection = open(node, last);
            int status = connection.getResponseCode();
            switch (status) {
                case HttpURLConnection.HTTP_OK -> {
                    read(id, connection.getInputStream());
                    history.unfollowed(id, StreamEnd.ENDED, status, null, null);
                }
                case HttpURLConnection.HTTP_NO_CONTENT -> {
                    history.unfollowed(id, StreamEnd.NOTHING_LEFT, status, null, null);
                    done = true;
                }
                default -> {
                    Integer retryAfter = retryAfter(connection);
                    history.unfollowed(id, StreamEnd.REFUSED, status, retryAfter, null);
                    return retryAfter == null
                            ? 0
                            : 1_000 * Math.min(LONGEST_RETRY_AFTER_SECONDS, Math.max(1, retryAfter));
                }
            }
        } catch (IOException e) {
            StreamEnd how = over.getAsBoolean() ? StreamEnd.LEFT : StreamEnd.BROKEN;
            history.unfollowed(id, how, null, null, String.valueOf(e.getMessage()));
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
        return 0;
    }

    private HttpURLConnection open(URI node, @Nullable Long last) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                node.resolve("/v1/orders/" + order + "/events").toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setRequestProperty("Authorization", "Bearer " + bearer);
        connection.setRequestProperty("Connection", "close");
        if (last != null) {
            connection.setRequestProperty("Last-Event-ID", last.toString());
        }
        return connection;
    }

    private static @Nullable Integer retryAfter(HttpURLConnection connection) {
        String header = connection.getHeaderField("Retry-After");
        return header == null || !header.matches("\\d{1,6}") ? null : Integer.valueOf(header);
    }

    private void read(long id, InputStream body) throws IOException {
        EventStreamReader events = new EventStreamReader(body);
        ServerSentEvent event = events.next();
        while (event != null) {
            told(id, event);
            event = events.next();
        }
    }

    private void told(long id, ServerSentEvent event) throws IOException {
        // An EventSource has no id to resume from after such an event, and would ask for the same events again.
        if (!event.id().matches("\\d{1,18}")) {
            throw new IOException("an event without a number: " + event.id());
        }
        long seq = Long.parseLong(event.id());
        JsonNode data = parse(event.data());
        String status = data.path("status").asText(null);
        history.told(id, seq, event.name(), status, data.path("eventId").asText(null));
        ended = status != null && ENDS.contains(status);
        position = seq;
    }

    private static JsonNode parse(String data) {
        try {
            JsonNode json = JSON.readTree(data);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
