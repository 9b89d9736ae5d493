package dev.souk.launcher.dev;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.souk.embedded.StackException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A real SMTP server for a {@code souk dev}, in this process, on loopback. It takes every mail and sends none on.
 * The mails lie in the data folder.
 */
final class DevMail implements AutoCloseable {
    static final int MOST_MAILS = 1_000;
    private static final long START_MILLIS = 20_000;

    private final GreenMail server;

    private DevMail(GreenMail server) {
        this.server = server;
    }

    /** @throws StackException when it cannot have the port */
    static DevMail start(int port, Path folder) {
        ServerSetup smtp = new ServerSetup(port, DevPorts.HOST, ServerSetup.PROTOCOL_SMTP);
        smtp.setServerStartupTimeout(START_MILLIS);
        MailFolder mails = new MailFolder(folder, MOST_MAILS, InstantSource.system());
        GreenMail server = new GreenMail(smtp);
        server.getUserManager().setMessageDeliveryHandler((message, recipient) -> mails);
        try {
            server.start();
        } catch (RuntimeException e) {
            server.stop();
            throw new StackException("The SMTP server does not start on port " + port + ": " + e.getMessage(), e);
        }
        return new DevMail(server);
    }

    @Override
    public void close() {
        server.stop();
    }
}
