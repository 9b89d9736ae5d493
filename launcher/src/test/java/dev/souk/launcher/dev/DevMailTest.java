package dev.souk.launcher.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.embedded.FreePort;
import dev.souk.embedded.StackException;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevMailTest {
    @TempDir
    private Path data;

    private static void send(int port, String subject) throws Exception {
        Vertx vertx = Vertx.vertx();
        MailClient client = MailClient.create(vertx, new MailConfig("127.0.0.1", port));
        client.sendMail(new MailMessage("souk@localhost", "ann@example.org", subject, "Tässchen\n.\n.end"))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<Path> mails() throws Exception {
        try (Stream<Path> files = Files.list(data.resolve("mail"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void keepsEveryMailAsAFileThatMailProgramsRead() throws Exception {
        int port = FreePort.next();
        try (DevMail mail = DevMail.start(port, data.resolve("mail"))) {
            assertThat(mail).isNotNull();
            send(port, "first");
            send(port, "second ä");
        }

        assertThat(mails()).hasSize(2).allMatch(file -> file.toString().endsWith(".eml"));
        try (InputStream in = Files.newInputStream(mails().getLast())) {
            MimeMessage second = new MimeMessage(Session.getInstance(new Properties()), in);
            assertThat(second.getSubject()).isEqualTo("second ä");
            assertThat(second.getAllRecipients()[0]).hasToString("ann@example.org");
            assertThat(String.valueOf(second.getContent()).lines().toList()).startsWith("Tässchen", ".", ".end");
        }
    }

    @Test
    void keepsTheNewestOnes() throws Exception {
        MailFolder folder = new MailFolder(data.resolve("mail"), 3, () -> Instant.EPOCH);
        for (int i = 0; i < 5; i++) {
            MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
            mail.setText("mail " + i);
            folder.deliver(mail);
        }
        List<Path> newest = mails();
        assertThat(newest).hasSize(3).isEqualTo(folder.kept());
        assertThat(newest.getFirst()).hasFileName("19700101T000000000Z-000003.eml");

        MailFolder again = new MailFolder(data.resolve("mail"), 2, () -> Instant.EPOCH.plusSeconds(1));

        assertThat(again.kept()).isEqualTo(mails()).hasSize(2);
    }

    @Test
    void namesThePortThatItCannotHave() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> DevMail.start(other.getLocalPort(), data.resolve("mail")))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("SMTP server")
                    .hasMessageContaining(Integer.toString(other.getLocalPort()));
        }
    }
}
