package dev.souk.notification.mail;

import static dev.souk.notification.mail.MailWorld.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.souk.embedded.FreePort;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.Found;
import dev.souk.order.message.OrderEndpoints.GetOrder;
import dev.souk.order.message.OrderView;
import dev.souk.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Letters on a real database, broker and SMTP server (GreenMail). */
class MailFeatureTest {
    private static final AtomicInteger BUYERS = new AtomicInteger();
    private static final int PORT = FreePort.next();

    private static GreenMail server;
    private static MailWorld world;
    private static SimpleMeterRegistry metrics;

    @BeforeAll
    static void open() {
        server = server();
        world = new MailWorld(PORT, Map.of());
        metrics = world.node("node-1");
    }

    private static GreenMail server() {
        ServerSetup smtp = new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        smtp.setServerStartupTimeout(20_000);
        GreenMail made = new GreenMail(smtp);
        made.start();
        return made;
    }

    @AfterAll
    static void close() {
        world.close();
        server.stop();
    }

    private static String buyer() {
        return "buyer" + BUYERS.incrementAndGet() + "@example.org";
    }

    private static List<MimeMessage> received(String buyer) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> {
                    try {
                        return message.getAllRecipients()[0].toString().equals(buyer);
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private static MimeMessage only(String buyer) {
        patiently("a letter to " + buyer).until(() -> !received(buyer).isEmpty());
        assertThat(received(buyer)).hasSize(1);
        return received(buyer).getFirst();
    }

    private static String part(MimeMessage letter, int part) throws MessagingException, IOException {
        Multipart parts = (Multipart) letter.getContent();
        assertThat(letter.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        return String.valueOf(parts.getBodyPart(part).getContent());
    }

    private static Stream<Arguments> everyEventInEveryLanguage() {
        return Arrays.stream(MailKind.values())
                .flatMap(kind -> Stream.of(Arguments.of(kind, "en-GB"), Arguments.of(kind, "de-DE")));
    }

    @ParameterizedTest
    @MethodSource("everyEventInEveryLanguage")
    void theBuyerIsToldInTheLanguageOfTheOrder(MailKind kind, String locale) throws Exception {
        String buyer = buyer();
        OrderView order = world.place(buyer, locale, "\"Eva\\nGraz\"", "cup");
        assertThat(order.locale()).isEqualTo(locale);
        assertThat(((Found) TestDatabase.await(world.bus.ask(OrderEndpoints.GET, new GetOrder(order.id(), null))))
                        .order()
                        .locale())
                .isEqualTo(locale);

        UUID event = world.tell(kind, order, true);

        MimeMessage letter = only(buyer);
        assertThat(letter.getMessageID()).isEqualTo("<" + event + "@souk.example>");
        assertThat(letter.getFrom()[0]).hasToString("The Souk <orders@souk.example>");
        assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        boolean german = locale.startsWith("de");
        assertThat(letter.getHeader("Content-Language")).containsExactly(german ? "de" : "en");
        String number = order.id().toString().substring(0, 8);
        assertThat(letter.getSubject())
                .isEqualTo(
                        switch (kind) {
                            case CONFIRMED ->
                                german
                                        ? "Ihre Bestellung " + number + " ist bestätigt"
                                        : "Your order " + number + " is confirmed";
                            case SHIPPED ->
                                german
                                        ? "Ihre Bestellung " + number + " ist unterwegs"
                                        : "Your order " + number + " is on its way";
                            case CANCELLED ->
                                german
                                        ? "Ihre Bestellung " + number + " ist storniert"
                                        : "Your order " + number + " is cancelled";
                            case REFUNDED ->
                                german
                                        ? "Das Geld für Ihre Bestellung " + number + " geht zurück"
                                        : "The money for your order " + number + " goes back";
                            case PAYMENT_FAILED ->
                                german
                                        ? "Die Zahlung für Ihre Bestellung " + number + " ist fehlgeschlagen"
                                        : "The payment for your order " + number + " failed";
                        });
        for (int part = 0; part < 2; part++) {
            assertThat(part(letter, part))
                    .contains(
                            order.id().toString(),
                            "Tässchen cup",
                            "Eva",
                            "Graz",
                            german ? "2.469,00\u00A0€" : "€2,469.00")
                    .doesNotContain("{{");
        }
        world.awaitState(event, "SENT");
    }

    @Test
    void hostileNamesAreTextAndNeitherHeadersNorMarkup() throws Exception {
        String buyer = buyer();
        OrderView order = world.place(
                buyer,
                "en",
                "{\"name\": \"<img src=x>\\r\\nBcc: eve@evil.example\", \"city\": \"{{order}}\"}",
                "evil<b>&");

        world.tell(MailKind.CONFIRMED, order, true);

        MimeMessage letter = only(buyer);
        assertThat(letter.getAllRecipients()).hasSize(1);
        assertThat(Collections.list(letter.getAllHeaderLines())).noneMatch(line -> line.contains("evil"));
        assertThat(part(letter, 1))
                .doesNotContain("<script>", "<img", "<b>")
                .contains("&lt;script&gt;", "evil&lt;b&gt;&amp;", "&lt;img src", "{{order}}");
        assertThat(part(letter, 0).lines())
                .contains("2 x <script>alert('x')</script> Bcc: eve@evil.example . QUIT (evil<b>&)")
                .contains("    <img src x> Bcc: eve@evil.example".replace("src x", "src=x"))
                .noneMatch(line -> line.startsWith("Bcc:") || line.startsWith("QUIT"));
        assertThat(received("eve@evil.example")).isEmpty();
    }

    @Test
    void whoGaveNoAddressGetsNoMailAndTheRestNoneTwice() throws Exception {
        OrderView silent = world.place(null, null, null, "cup");
        UUID unasked = world.tell(MailKind.CONFIRMED, silent, false);
        // The events of an older version of the shop do not say whether there is an address.
        UUID unsaid = world.tell(MailKind.SHIPPED, silent, true);
        String broken = "a,b@example.org";
        UUID impossible = world.tell(MailKind.SHIPPED, world.place(broken, null, null, "cup"), true);
        String buyer = buyer();
        OrderView order = world.place(buyer, "fr-FR", null, "cup");
        UUID told = world.tell(MailKind.CONFIRMED, order, true);
        world.tell(MailKind.CONFIRMED, order, true);

        world.awaitState(told, "SENT");
        world.awaitState(unsaid, "UNADDRESSED");
        world.awaitState(impossible, "UNADDRESSED");
        assertThat(world.state(unasked)).isEmpty();
        // No letters exist in French: the shop's own language is used.
        assertThat(only(buyer).getHeader("Content-Language")).containsExactly("en");
    }

    @Test
    void whatHappenedTooLongAgoIsNotWrittenAbout() {
        String buyer = buyer();
        OrderView order = world.place(buyer, null, null, "cup");
        double before = metrics.counter("souk.mail.stale").count();

        UUID old = world.tell(MailKind.CONFIRMED, order, true, Instant.now().minus(Duration.ofDays(4)));
        UUID late = world.tell(MailKind.SHIPPED, order, true, Instant.now().minus(Duration.ofDays(2)));

        world.awaitState(late, "SENT");
        patiently("passed over").until(() -> metrics.counter("souk.mail.stale").count() == before + 1);
        assertThat(world.state(old)).isEmpty();
        assertThat(received(buyer)).hasSize(1);
    }

    @Test
    void aServerThatIsAwayLosesNoneAndRepeatsNone() {
        List<String> buyers = IntStream.range(0, 12).mapToObj(i -> buyer()).toList();
        List<OrderView> orders = buyers.stream()
                .map(buyer -> world.place(buyer, null, null, "cup"))
                .toList();
        server.stop();
        List<UUID> events = orders.stream()
                .map(order -> world.tell(MailKind.CONFIRMED, order, true))
                .toList();
        patiently("letters wait")
                .until(() -> world.count("SELECT count(*) FROM mail WHERE due_at IS NOT NULL") == 12
                        && metrics.counter("souk.mail.put.off", "reason", "away")
                                        .count()
                                >= 3);
        patiently("it is said")
                .until(() -> metrics.get("souk.mail.waiting").gauge().value() == 12
                        && metrics.get("souk.mail.oldest.seconds").gauge().value() > 0);
        // Most letters were not tried at all: one attempt finds out for all.
        assertThat(world.count("SELECT count(*) FROM mail WHERE due_at IS NOT NULL AND tries = 0"))
                .isGreaterThan(3);

        server = server();

        events.forEach(event -> world.awaitState(event, "SENT"));
        buyers.forEach(MailFeatureTest::only);
        patiently("nothing waits")
                .until(() -> metrics.get("souk.mail.waiting").gauge().value() == 0);
    }

    @Test
    void nodesShareTheWork() {
        SimpleMeterRegistry other = world.node("node-2");
        double before = sent(metrics);
        List<UUID> events = IntStream.range(0, 120)
                .mapToObj(i -> world.tell(MailKind.SHIPPED, world.place(buyer(), null, null, "cup"), true))
                .toList();

        events.forEach(event -> world.awaitState(event, "SENT"));

        assertThat(sent(other)).isGreaterThan(10);
        assertThat(sent(metrics) - before).isGreaterThan(10);
        patiently("counted").until(() -> sent(metrics) - before + sent(other) == 120);
    }

    private static double sent(SimpleMeterRegistry of) {
        return of.counter("souk.mail.ended", "outcome", "sent").count();
    }

    @Test
    void whatEndedIsForgottenAfterAMonth() {
        UUID old = world.tell(MailKind.SHIPPED, world.place(buyer(), null, null, "cup"), true);
        UUID recent = world.tell(MailKind.SHIPPED, world.place(buyer(), null, null, "cup"), true);
        world.awaitState(old, "SENT");
        world.awaitState(recent, "SENT");

        world.execute("UPDATE mail SET ended_at = now() - INTERVAL '31 days' WHERE event_id = $1", old);
        world.execute("UPDATE mail SET ended_at = now() - INTERVAL '29 days' WHERE event_id = $1", recent);

        world.awaitState(old, "");
        assertThat(world.state(recent)).isEqualTo("SENT");
    }
}
