package dev.souk.notification.mail;

import static dev.souk.notification.mail.MailWorld.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.souk.notification.mail.domain.MailKind;
import dev.souk.order.message.OrderView;
import dev.souk.settings.SettingsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The outcome of a letter, for every answer that a server may give. */
class MailServerAnswersTest {
    private static final ScriptedSmtp SERVER = new ScriptedSmtp(command -> MailServerAnswersTest.script.apply(command));
    private static volatile UnaryOperator<String> script = command -> null;
    private static MailWorld world;
    private static SimpleMeterRegistry metrics;

    @BeforeAll
    static void open() {
        world = new MailWorld(SERVER.port(), Map.of());
        metrics = world.node("node-1");
    }

    @AfterAll
    static void close() {
        world.close();
        SERVER.close();
    }

    private static UUID letter(String buyer) {
        OrderView order = world.place(buyer, "en", null, "cup");
        return world.tell(MailKind.CONFIRMED, order, true);
    }

    private static List<String> copies(UUID event) {
        return SERVER.letters.stream()
                .filter(letter -> letter.contains("Message-ID: <" + event + "@souk.example>"))
                .toList();
    }

    private static double ended(String outcome) {
        return metrics.counter("souk.mail.ended", "outcome", outcome).count();
    }

    private static double putOff(String reason) {
        return metrics.counter("souk.mail.put.off", "reason", reason).count();
    }

    /** Replies that come once, each to the command that begins so. */
    private static UnaryOperator<String> once(Map<String, String> replies) {
        Set<String> left = ConcurrentHashMap.newKeySet();
        left.addAll(replies.keySet());
        return command -> replies.entrySet().stream()
                .filter(reply -> command.startsWith(reply.getKey()) && left.remove(reply.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Test
    void aRecipientThatIsRefusedForGoodIsNotTriedAgainAndNamedInNoLog() {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(said);
        double before = ended("refused");
        script = command ->
                command.startsWith("RCPT TO:<nobody@") ? "550 5.1.1 <nobody@example.org>: no such user" : null;

        UUID refused = letter("nobody@example.org");
        world.awaitState(refused, "REFUSED");
        UUID other = letter("somebody@example.org");
        world.awaitState(other, "SENT");

        assertThat(copies(refused)).isEmpty();
        assertThat(copies(other)).hasSize(1);
        assertThat(ended("refused") - before).isEqualTo(1);
        root.detachAppender(said);
        assertThat(said.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO)))
                .anyMatch(line -> line.getFormattedMessage().contains("refused for good: reply 550"))
                .noneMatch(line -> (line.getFormattedMessage() + line.getKeyValuePairs() + line.getThrowableProxy())
                        .contains("@example.org"));
    }

    @Test
    void aLetterThatIsTooLargeForTheServerIsNotTriedAgain() {
        // Earlier connections, on which the server announced no size, end.
        script = command -> command.startsWith("EHLO")
                ? "250-scripted\r\n250 SIZE 100"
                : command.equals("RSET") ? ScriptedSmtp.HANG_UP : null;

        UUID event = letter("small@example.org");

        world.awaitState(event, "REFUSED");
        assertThat(copies(event)).isEmpty();
    }

    @Test
    void everyCharacterThatAnAddressMayHaveReachesTheServer() {
        AtomicInteger named = new AtomicInteger();
        String address = "a!#$%&'*+/=?^_`{|}~-.b@sub-1.example.org";
        script = command -> {
            if (command.equals("RCPT TO:<" + address + ">")) {
                named.incrementAndGet();
            }
            return null;
        };

        UUID event = letter(address);

        world.awaitState(event, "SENT");
        assertThat(named).hasValue(1);
    }

    @Test
    void aLetterThatIsRefusedForNowGoesLater() {
        double before = putOff("refused");
        script = once(Map.of("RCPT", "450 4.2.0 greylisted", ".", "452 4.3.1 no space"));

        UUID event = letter("grey@example.org");

        world.awaitState(event, "SENT");
        assertThat(copies(event)).hasSize(2);
        assertThat(putOff("refused") - before).isEqualTo(2);
    }

    @Test
    void aServerThatDiesBehindTheLastDotGetsTheLetterAgainUnderItsId() {
        double before = putOff("away");
        script = once(Map.of(".", ScriptedSmtp.HANG_UP));

        UUID event = letter("twice@example.org");

        world.awaitState(event, "SENT");
        // The shop cannot know whether the server took the first letter. Both letters are the same, and the receiver
        // recognises them by their id.
        assertThat(copies(event)).hasSize(2);
        assertThat(putOff("away") - before).isEqualTo(1);
    }

    @Test
    void aServerThatServesNobodyRefusesNoLetter() {
        double before = ended("refused");
        script = once(Map.of("MAIL", "550 5.7.1 sender not allowed", "EHLO", "554 5.3.2 go away"));

        UUID event = letter("patient@example.org");

        world.awaitState(event, "SENT");
        assertThat(copies(event)).hasSize(1);
        assertThat(ended("refused") - before).isZero();
    }

    @Test
    void aLetterWhoseNodeDiedIsSentAgainUnderItsIdAfterItsLease() {
        script = command -> null;
        UUID event = letter("left@example.org");
        world.awaitState(event, "SENT");
        double before = metrics.counter("souk.mail.repeated").count();

        world.execute(
                "UPDATE mail SET state = 'SENDING', ended_at = NULL, due_at = now() + INTERVAL '700 milliseconds'"
                        + " WHERE event_id = $1",
                event);
        world.awaitState(event, "SENT");

        assertThat(copies(event)).hasSize(2);
        patiently("counted").until(() -> metrics.counter("souk.mail.repeated").count() == before + 1);
    }

    @Test
    void aLetterThatNobodyTakesForDaysIsGivenUp() {
        double before = ended("given_up");
        script = command -> command.startsWith("RCPT TO:<full@") ? "452 4.2.2 mailbox full" : null;
        UUID event = letter("full@example.org");
        patiently("refused")
                .until(() ->
                        world.state(event).equals("QUEUED") && copies(event).isEmpty());

        world.execute("UPDATE mail SET happened_at = now() - INTERVAL '73 hours' WHERE event_id = $1", event);

        world.awaitState(event, "GIVEN_UP");
        patiently("counted").until(() -> ended("given_up") == before + 1);
        assertThat(copies(event)).isEmpty();
    }

    @Test
    void withoutAServerNothingIsWrittenAndNothingIsMadeUpForLater() {
        try (MailWorld quiet = new MailWorld(1, Map.of("mail.host", ""))) {
            quiet.node("quiet");
            OrderView order = quiet.place("ann@example.org", null, null, "cup");
            quiet.tell(MailKind.CONFIRMED, order, true);
            long lastOfAll = quiet.count("SELECT count(*) FROM outbox");
            patiently("published").until(() -> quiet.count("SELECT count(*) FROM outbox_pending") == 0);

            assertThat(lastOfAll).isEqualTo(2);
            assertThat(quiet.count("SELECT count(*) FROM mail")).isZero();
            assertThat(quiet.count("SELECT count(*) FROM inbox WHERE consumer = 'mail'"))
                    .isZero();
        }
    }

    @Test
    void settingsThatContradictEachOtherStopTheStart() {
        MailWorld any = world;
        for (Map<String, String> wrong : List.of(
                Map.of("mail.from", "nobody"),
                Map.of("mail.lease", "2m", "mail.answer-timeout", "2m"),
                Map.of("mail.password", "secret"))) {
            assertThatThrownBy(() -> MailVerticles.of(
                            dev.souk.settings.SettingsLoader.load(List.of(), Map.of(), wrong)
                                    .mail(),
                            new dev.souk.messaging.Messaging(
                                    any.database.vertx,
                                    any.settings(),
                                    "wrong",
                                    any.database.transactions,
                                    any.database.metrics),
                            any.bus,
                            any.database.metrics))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("mail.");
        }
    }
}
