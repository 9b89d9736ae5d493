package dev.souk.prove.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamReaderTest {
    private static List<ServerSentEvent> read(String stream) throws IOException {
        EventStreamReader reader =
                new EventStreamReader(new ByteArrayInputStream(stream.getBytes(StandardCharsets.UTF_8)));
        List<ServerSentEvent> events = new ArrayList<>();
        ServerSentEvent event = reader.next();
        while (event != null) {
            events.add(event);
            event = reader.next();
        }
        return events;
    }

    @Test
    void eventsAreReadWithTheirIdNameAndData() throws IOException {
        assertThat(read("retry: 3000\n\n:\n\nid: 1\nevent: order.placed\ndata: {\"a\": 1}\n\nid: 2\ndata: £\n\n"))
                .containsExactly(
                        new ServerSentEvent("1", "order.placed", "{\"a\": 1}"),
                        new ServerSentEvent("2", "message", "£"));
    }

    @Test
    void linesMayEndInAnyWayAndFieldsHaveNoSpace() throws IOException {
        assertThat(read("\uFEFFid:7\r\nevent:x\rdata:a\r\ndata: b\n\n"))
                .containsExactly(new ServerSentEvent("7", "x", "a\nb"));
    }

    @Test
    void anEventThatIsNotWholeIsNone() throws IOException {
        assertThat(read("id: 1\ndata: whole\n\nid: 2\nevent: order.reserved\ndata: cut"))
                .containsExactly(new ServerSentEvent("1", "message", "whole"));
    }

    @Test
    void whatHasNoDataIsNoEventAndItsNameIsForgotten() throws IOException {
        assertThat(read("event: lost\nid: 4\n\ndata: x\n\n")).containsExactly(new ServerSentEvent("4", "message", "x"));
    }
}
