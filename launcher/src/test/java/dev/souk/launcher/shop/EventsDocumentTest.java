package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.souk.bus.Json;
import dev.souk.messaging.event.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document describes the events that the code sends, and {@code docs/events.md} does the same. */
class EventsDocumentTest {
    private static final Path ROOT = Path.of(System.getProperty("souk.root", ".."));
    private static final Pattern EVENT_TYPE =
            Pattern.compile("new EventType<>\\(\\s*\"([a-z_.]+)\",\\s*Topics\\.(\\w+)");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?m)^### ([a-z_.]+)\\n\\n(.+)\\n\\n```json\\n((?:.*\\n)*?)```$");

    private final EventsDocument document = EventsDocument.read();

    private static Map<String, String> inCode() throws IOException {
        Map<String, String> topics = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("verticles/src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                EVENT_TYPE
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> topics.put(
                                found.group(1), "souk." + found.group(2).toLowerCase(java.util.Locale.ROOT)));
            }
        }
        return topics;
    }

    @Test
    void everyEventThatTheCodeCanStateIsThereOnItsTopicAndNoOther() throws IOException {
        assertThat(inCode()).hasSizeGreaterThan(15);
        assertThat(document.topics()).isEqualTo(inCode());
    }

    @Test
    void everyTopicAndItsDeadLettersAreChannels() {
        List<String> channels = new ArrayList<>();
        document.root()
                .get("channels")
                .forEach(channel -> channels.add(channel.get("address").asText()));

        assertThat(document.root().get("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(channels).containsAll(Topics.ALL).contains("orders.{orderId}", "ops.{topic}");
        assertThat(channels)
                .containsAll(Topics.ALL.stream().map(Topics::deadLetters).toList());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> lost = new ArrayList<>();
        document.root().findValues("$ref").forEach(reference -> {
            String target = reference.asText();
            if (target.startsWith("#/")
                    && document.root().at(target.substring(1)).isMissingNode()) {
                lost.add(target);
            }
        });
        assertThat(lost).isEmpty();
    }

    @Test
    void everyExampleIsWhatItsSchemaSays() {
        for (String type : document.topics().keySet()) {
            JsonNode example = document.message(type).at("/examples/0/payload");
            assertThat(document.findings(type, example)).as(type).isEmpty();
        }
    }

    /** The check itself finds missing, wrong and undocumented members. */
    @Test
    void whatIsNotAsTheDocumentSaysIsFound() {
        JsonNode example = document.message("order.placed").at("/examples/0/payload");
        ObjectNode more = example.deepCopy();
        ((ObjectNode) more.get("data")).put("secret", 1);
        ObjectNode less = example.deepCopy();
        ((ObjectNode) less.get("data")).remove("deadline");
        ObjectNode other = example.deepCopy();
        other.put("type", "order.reserved");

        assertThat(document.findings("order.placed", more)).containsExactly(".data.secret is not documented");
        assertThat(document.findings("order.placed", less)).isNotEmpty();
        assertThat(document.findings("order.placed", other)).isNotEmpty();
    }

    @Test
    void thePageAboutEventsHasTheSameExamplesUnderTheirTopics() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/events.md"));
        Map<String, String> topics = new TreeMap<>();
        for (String part : page.split("(?m)^## ")) {
            Matcher matcher = EXAMPLE.matcher(part);
            while (matcher.find()) {
                String type = matcher.group(1);
                topics.put(type, part.substring(1, part.indexOf('`', 1)));
                assertThat(Json.MAPPER.readTree(matcher.group(3)))
                        .as(type)
                        .isEqualTo(Json.MAPPER.readTree(
                                Json.text(document.message(type).at("/examples/0/payload"))));
                assertThat(matcher.group(2))
                        .isEqualTo(document.message(type).get("title").asText());
            }
        }
        assertThat(topics).isEqualTo(document.topics());
    }
}
