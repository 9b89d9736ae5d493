package dev.souk.launcher.dev;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Takes every mail, for whomever it is, and keeps the newest ones as files: {@code 20261127T043100123Z-000001.eml}. A
 * mail that cannot be written is refused for now.
 */
final class MailFolder implements GreenMailUser {
    private static final String SUFFIX = ".eml";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final int most;
    private final InstantSource clock;
    private final Deque<Path> kept = new ArrayDeque<>();
    private int count;

    /**
     * @param folder created where needed; mails that are there already count
     * @param most mails that are kept; of more the oldest go
     */
    MailFolder(Path folder, int most, InstantSource clock) {
        this.folder = folder;
        this.most = most;
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                        .sorted()
                        .forEach(kept::add);
            }
            forgetOldest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> kept() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    @Override
    public void deliver(MovingMessage message) {
        deliver(message.getMessage());
    }

    @Override
    public void deliver(MimeMessage message) {
        synchronized (kept) {
            Path file = folder.resolve(
                    TIME.format(clock.instant()) + String.format(Locale.ROOT, "-%06d", ++count) + SUFFIX);
            try {
                // A program that watches the folder sees whole mails.
                Path part = folder.resolve("incoming.part");
                try (OutputStream out = Files.newOutputStream(part)) {
                    message.writeTo(out);
                }
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                kept.add(file);
                forgetOldest();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MessagingException e) {
                throw new IllegalStateException("a mail cannot be kept", e);
            }
        }
    }

    private void forgetOldest() throws IOException {
        while (kept.size() > most) {
            Files.deleteIfExists(kept.removeFirst());
        }
    }

    @Override
    public String getEmail() {
        return "everybody";
    }

    @Override
    public String getLogin() {
        return "everybody";
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public String getQualifiedMailboxName() {
        return "everybody";
    }

    @Override
    public void create() {
        // The folder is there.
    }

    @Override
    public void delete() {
        throw new UnsupportedOperationException("mails are deleted by hand");
    }

    @Override
    public void setPassword(String password) {
        throw new UnsupportedOperationException("nobody logs in");
    }

    @Override
    public void authenticate(String password) {
        // No client needs a password on loopback.
    }
}
