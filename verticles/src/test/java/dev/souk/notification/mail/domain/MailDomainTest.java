package dev.souk.notification.mail.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.money.Money;
import dev.souk.notification.mail.domain.Language.Voice;
import dev.souk.order.message.OrderLetter;
import dev.souk.order.message.OrderView.OrderLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDomainTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RetryPolicy POLICY = new RetryPolicy(Duration.ofSeconds(30), Duration.ofDays(3));

    @Test
    void pausesGrowUpToAnHourAndGoOnForDays() {
        assertThat(POLICY.afterRefusal(1, 0)).isEqualTo(Duration.ofSeconds(15));
        assertThat(POLICY.afterRefusal(1, 0.999)).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
        assertThat(POLICY.afterRefusal(2, 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(POLICY.afterRefusal(3, 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(POLICY.afterRefusal(500, 0)).isEqualTo(Duration.ofMinutes(30));
        assertThat(POLICY.afterRefusal(500, 0.999)).isLessThanOrEqualTo(Duration.ofHours(1));
        assertThat(POLICY.afterAbsence(1, 0.999)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(POLICY.afterAbsence(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(30));

        assertThat(POLICY.isTooLate(NOW.minus(Duration.ofDays(3)), NOW)).isFalse();
        assertThat(POLICY.isTooLate(NOW.minus(Duration.ofDays(3)).minusMillis(1), NOW))
                .isTrue();
    }

    @Test
    void whileTheServerIsAwayOneLetterAtATimeFindsOut() {
        assertThat(Outlook.CLEAR.room(4, 0, NOW)).isEqualTo(4);
        assertThat(Outlook.CLEAR.room(4, 3, NOW)).isEqualTo(1);
        assertThat(Outlook.CLEAR.room(4, 5, NOW)).isZero();

        Outlook once = Outlook.CLEAR.fault(NOW, 0.5);
        assertThat(once.room(4, 0, NOW)).isZero();
        assertThat(once.room(4, 0, once.tryAt())).isEqualTo(1);
        assertThat(once.room(4, 1, once.tryAt())).isZero();

        Outlook often = once;
        for (int i = 0; i < 50; i++) {
            Outlook next = often.fault(NOW, 0.5);
            assertThat(next.tryAt()).isAfterOrEqualTo(often.tryAt());
            often = next;
        }
        assertThat(often.tryAt()).isBefore(NOW.plusSeconds(31));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-at-sign",
                "a@b\r\nBcc: c@d.example",
                "a\u0000@b.example",
                "a@b.example>,<c@d.example",
                "a,b@c.example",
                "<a@b.example>",
                "\"a b\"@c.example",
                "a b@c.example",
                "a@b@c.example",
                ".a@b.example",
                "a@-b.example",
                "a@b..example",
                "ä@b.example",
                "a@",
                "@b.example",
                "a@b.example\n"
            })
    void noMailGoesToWhatIsNoAddress(String address) {
        assertThat(Recipient.of(address)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "carl@example.org, carl@example.org",
        "a.b+c_d@sub.example.org, a.b+c_d@sub.example.org",
        "x@localhost, x@localhost",
        "anna@bücher.example, anna@xn--bcher-kva.example"
    })
    void mailGoesToAddresses(String address, String ascii) {
        assertThat(Recipient.of(address)).contains(new Recipient(ascii));
        assertThat(new Recipient(ascii).toString()).doesNotContain("carl").startsWith("***@");
    }

    @Test
    void aTextStaysOnItsLine() {
        assertThat(PlainText.line(" cup\r\nBcc: x@y\u0000\u2028z\u0085! ")).isEqualTo("cup Bcc: x@y z !");
        assertThat(PlainText.line("a\u202Egpj.exe")).isEqualTo("agpj.exe");
        assertThat(PlainText.line("Tasse „blau“ 😀")).isEqualTo("Tasse „blau“ 😀");
    }

    @Test
    void whoWritesIsAnAddressWithOrWithoutAName() {
        UUID event = new UUID(1, 2);
        assertThat(Sender.of("Souk <orders@shop.example>").messageId(event))
                .isEqualTo("<00000000-0000-0001-0000-000000000002@shop.example>");
        assertThat(Sender.of("orders@shop.example").domain()).isEqualTo("shop.example");
        for (String bad : List.of("", "Souk", "a@b\r\nX: y", "a@b.example, c@d.example", "Souk <a@b.example> x")) {
            assertThatThrownBy(() -> Sender.of(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theLanguageIsTheBuyersWhereThereAreLettersInIt() {
        assertThat(Language.voice("de-AT", Language.EN)).isEqualTo(new Voice(Language.DE, Locale.of("de", "AT")));
        assertThat(Language.voice("EN-us", Language.DE)).isEqualTo(new Voice(Language.EN, Locale.US));
        assertThat(Language.voice("de-u-nu-arab", Language.EN)).isEqualTo(new Voice(Language.DE, Locale.GERMAN));
        assertThat(Language.voice("fr", Language.EN)).isEqualTo(new Voice(Language.EN, Locale.ENGLISH));
        assertThat(Language.voice(null, Language.DE)).isEqualTo(new Voice(Language.DE, Locale.GERMAN));
        assertThat(Language.voice("x-klingon", Language.DE).language()).isEqualTo(Language.DE);
    }

    @Test
    void amountsHaveTheDecimalsOfTheirCurrencyAndTheSignsOfTheLanguage() {
        assertThat(Amounts.of(new Money(123_456, "EUR"), Locale.GERMAN)).isEqualTo("1.234,56\u00A0€");
        assertThat(Amounts.of(new Money(255, "GBP"), Locale.ENGLISH)).isEqualTo("£2.55");
        assertThat(Amounts.of(new Money(5, "GBP"), Locale.ENGLISH)).isEqualTo("£0.05");
        assertThat(Amounts.of(new Money(1_500, "JPY"), Locale.ENGLISH)).isEqualTo("¥1,500");
        assertThat(Amounts.of(new Money(1_234_567, "KWD"), Locale.GERMAN)).isEqualTo("1.234,567\u00A0KWD");
        assertThat(Amounts.of(new Money(100, "QQQ"), Locale.ENGLISH)).isEqualTo("1.00\u00A0QQQ");
        assertThat(Amounts.of(new Money(Long.MAX_VALUE, "GBP"), Locale.ENGLISH))
                .isEqualTo("£92,233,720,368,547,758.07");
    }

    @Test
    void anAddressIsWrittenInTheUsualOrder() {
        assertThat(ShippingAddress.lines(
                        "{\"city\":\"Graz\",\"country\":\"AT\",\"gate\":\"3\",\"name\":\"Eva\\r\\nX\"}"))
                .containsExactly("Eva X", "Graz", "AT", "3");
        assertThat(ShippingAddress.lines("\"Eva\\nGraz\\n\\n\"")).containsExactly("Eva", "Graz");
        assertThat(ShippingAddress.lines(null)).isEmpty();
    }

    @Test
    void aLetterNamesTheFirstHundredLines() {
        Money one = new Money(1, "GBP");
        OrderLine line = new OrderLine("cup", "Cup", 1_000, one, one, null);
        Map<String, Object> model = LetterModel.of(
                new UUID(1, 2),
                new OrderLetter("a@b.example", null, null, Collections.nCopies(1_000, line), one, one),
                Locale.ENGLISH);

        assertThat(model.get("lines"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(100);
        assertThat(model).containsEntry("more", List.of(900)).containsEntry("number", "00000000");
    }
}
