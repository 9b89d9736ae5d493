package dev.souk.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stack that all tests of one JVM share: started by the first caller, on free ports and in a temporary folder;
 * stopped and deleted when the JVM ends. A stack that a killed test run left is stopped and deleted by the next run.
 */
public final class SharedStack {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStack.class);
    private static final int ATTEMPTS = 3;

    private static @Nullable EmbeddedStack stack;

    private SharedStack() {}

    /**
     * The running stack. The first call takes some seconds, and throws a {@link StackException} when it cannot start.
     */
    public static synchronized EmbeddedStack get() {
        EmbeddedStack running = stack;
        if (running == null) {
            running = start();
            stack = running;
        }
        return running;
    }

    private static EmbeddedStack start() {
        try {
            Path base = Files.createDirectories(Path.of(
                    System.getProperty("java.io.tmpdir"), "souk-test-stacks-" + System.getProperty("user.name")));
            EmbeddedStack stack = startAlone(base);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack), "shared-stack-stop"));
            return stack;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One JVM after the other: a folder that is made and not yet held looks like one that a killed run left. */
    private static EmbeddedStack startAlone(Path base) throws IOException {
        Path turn = base.resolveSibling(base.getFileName() + ".lock");
        try (FileChannel file = FileChannel.open(turn, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            LOG.debug("holds {}", held);
            sweep(base);
            return startOnFreePorts(Files.createTempDirectory(base, "stack-"));
        }
    }

    /** Ports that were free when they were looked at may be taken by the time they are used. */
    private static EmbeddedStack startOnFreePorts(Path data) {
        for (int attempt = 1; ; attempt++) {
            try {
                return EmbeddedStack.start(StackOptions.temporary(data), Progress.SILENT);
            } catch (StackException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.info("the shared stack did not start, another try", e);
            }
        }
    }

    private static void end(EmbeddedStack stack) {
        stack.stop();
        try {
            Folders.delete(stack.folder().data());
        } catch (IOException e) {
            LOG.info("{} stays behind", stack.folder().data(), e);
        }
    }

    private static void sweep(Path base) throws IOException {
        List<Path> earlier;
        try (Stream<Path> folders = Files.list(base)) {
            earlier = folders.toList();
        }
        for (Path folder : earlier) {
            try (StackFolder taken = StackFolder.open(folder)) {
                Folders.delete(taken.data());
            } catch (StackException | IOException inUse) {
                LOG.debug("{} is in use", folder, inUse);
            }
        }
    }
}
