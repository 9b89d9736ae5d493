package dev.souk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The defaults of a shop without configuration. Users rely on these numbers: a change of one changes the contract. */
class DocumentedDefaultsTest {
    private final Settings settings = SettingsLoader.load(List.of(), Map.of(), Map.of());

    @Test
    void ordersWaitTwoMinutesCapturesAMinuteAndProvidersThreeSeconds() {
        assertThat(settings.order().deadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.payment().captureAlarm()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.payment().providerTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void limitsAreAsLargeAsTheyMayBe() {
        assertThat(settings.order().maxLines()).isEqualTo(1_000);
        assertThat(settings.order().maxQuantity()).isEqualTo(1_000_000);
        assertThat(settings.idempotency().retention()).isGreaterThanOrEqualTo(Duration.ofHours(24));
    }

    @Test
    void ordersWaitForHalfOfTheirDeadlineAndFiveThousandAlways() {
        assertThat(settings.order().backlogShare()).isEqualTo(50);
        assertThat(settings.order().backlogFree()).isEqualTo(5_000);
    }

    @Test
    void portsAreThoseThatAClientFindsALocalShopOn() {
        assertThat(settings.http().port()).isEqualTo(8888);
        assertThat(settings.management().port()).isEqualTo(8889);
        assertThat(settings.sandbox().port()).isEqualTo(8887);
        assertThat(settings.sql().port()).isEqualTo(26257);
        assertThat(settings.sql().database()).isEqualTo("souk");
        assertThat(settings.sql().user()).isEqualTo("souk");
        assertThat(settings.kafka().bootstrapServers()).endsWith(":29092");
        assertThat(settings.redis().nodes()).hasSize(6).allMatch(node -> node.matches(".*:63(79|8[0-4])"));
    }

    @Test
    void fourTopicsOfTwelvePartitionsHaveADeadLetterTopicEach() {
        assertThat(Topics.ALL).containsExactly("souk.orders", "souk.stock", "souk.payments", "souk.catalog");
        assertThat(Topics.ALL).allMatch(topic -> Topics.deadLetters(topic).equals(topic + ".dlq"));
        assertThat(settings.kafka().partitions()).isEqualTo(12);
    }
}
