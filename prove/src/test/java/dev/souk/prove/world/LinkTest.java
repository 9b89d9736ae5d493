package dev.souk.prove.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.prove.world.LinkState.Cut;
import dev.souk.prove.world.LinkState.Direction;
import dev.souk.prove.world.LinkState.HalfOpen;
import dev.souk.prove.world.LinkState.Open;
import dev.souk.prove.world.LinkState.Slow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link to a server that gives back every byte that it gets. */
@Timeout(60)
class LinkTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SOON_MILLIS = 300;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                threads.submit(() -> echo(socket));
            }
            return null;
        });
        link = Link.listen("test", List.of(server.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
        threads.shutdownNow();
    }

    private Void echo(Socket socket) throws IOException {
        try (socket) {
            for (int read = socket.getInputStream().read();
                    read >= 0;
                    read = socket.getInputStream().read()) {
                heard.add(read);
                socket.getOutputStream().write(read);
            }
        }
        return null;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static int ask(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    @Test
    void anOpenLinkPassesEverythingUntilTheEnd() throws Exception {
        try (Socket socket = connect()) {
            assertThat(ask(socket, 1)).isEqualTo(1);
            assertThat(ask(socket, 2)).isEqualTo(2);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSlowLinkTakesItsTimeEachWay() throws Exception {
        link.become(new Slow(Duration.ofMillis(100)));
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            assertThat(ask(socket, 1)).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void aCutLinkResetsWhatThereIsAndWhatComes() throws Exception {
        try (Socket before = connect()) {
            assertThat(ask(before, 1)).isEqualTo(1);
            link.become(new Cut());
            assertThatThrownBy(() -> ask(before, 2)).isInstanceOf(SocketException.class);
            try (Socket during = connect()) {
                assertThatThrownBy(() -> ask(during, 3)).isInstanceOf(SocketException.class);
            }
        }
        link.become(new Open());
        try (Socket after = connect()) {
            assertThat(ask(after, 4)).isEqualTo(4);
        }
    }

    @Test
    void aHalfOpenLinkHoldsAnswersBackAndDeliversThemLate() throws Exception {
        try (Socket socket = connect()) {
            link.become(new HalfOpen(Direction.ANSWERS, true));
            assertSilent(socket, 1);
            assertThat(heard.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(1);
            link.become(new Open());
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(socket.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aHalfOpenLinkHoldsRequestsBackAndForgetsThem() throws Exception {
        try (Socket socket = connect()) {
            link.become(new HalfOpen(Direction.REQUESTS, false));
            assertSilent(socket, 1);
            assertThat(heard).isEmpty();
            link.become(new Open());
            assertThatThrownBy(() -> ask(socket, 2)).isInstanceOf(SocketException.class);
        }
    }

    private static void assertSilent(Socket socket, int question) throws IOException {
        socket.setSoTimeout(SOON_MILLIS);
        assertThatThrownBy(() -> ask(socket, question)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aServerThatIsAwayResetsAndTheNextOneIsTaken() throws Exception {
        int dead;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = other.getLocalPort();
        }
        try (Link toDead = Link.listen("dead", List.of(dead));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), toDead.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThatThrownBy(() -> ask(socket, 1)).isInstanceOf(SocketException.class);
        }
        try (Link either = Link.listen("either", List.of(dead, server.getLocalPort()));
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), either.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(ask(socket, 1)).isEqualTo(1);
        }
    }
}
