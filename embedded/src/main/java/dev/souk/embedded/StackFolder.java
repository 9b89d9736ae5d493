package dev.souk.embedded;

import dev.souk.embedded.process.Leftovers;
import dev.souk.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of one stack, held by one launcher at a time.
 *
 * <pre>
 *   stack.lock                   locked while a launcher lives; the system frees it when it is killed
 *   run/NAME.pid                 the processes that a later launcher has to stop, if this one could not
 *   logs/NAME.log                what each of them said
 *   postgres/ kafka/ redis/      their data
 * </pre>
 */
public final class StackFolder implements AutoCloseable {

    /** Locks belong to a JVM as a whole, and opening the file a second time would drop them: hence this set. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final FileChannel lockFile;
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();

    private StackFolder(Path data, FileChannel lockFile) {
        this.data = data;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, creating it where needed, and stops what a killed launcher left running on it.
     *
     * @throws StackException when it cannot be written, or a living launcher holds it
     */
    public static StackFolder open(Path data) {
        Path real;
        try {
            Files.createDirectories(data);
            real = data.toRealPath();
        } catch (IOException e) {
            throw notWritable(data, e);
        }
        if (!HELD.add(real)) {
            throw inUse(real, "this process");
        }
        FileChannel lockFile = null;
        try {
            lockFile = lock(real);
            StackFolder folder = new StackFolder(real, lockFile);
            Files.createDirectories(real.resolve("run"));
            Files.createDirectories(real.resolve("logs"));
            Leftovers.stop(real.resolve("run"));
            return folder;
        } catch (IOException e) {
            release(real, lockFile);
            throw notWritable(real, e);
        } catch (RuntimeException e) {
            release(real, lockFile);
            throw e;
        }
    }

    private static FileChannel lock(Path data) throws IOException {
        FileChannel file = FileChannel.open(
                data.resolve("stack.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            ByteBuffer holder = ByteBuffer.allocate(32);
            file.read(holder);
            file.close();
            throw inUse(data, new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII).strip());
        }
        file.truncate(0);
        String holder = "process " + ProcessHandle.current().pid() + "\n";
        file.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
        return file;
    }

    private static StackException inUse(Path data, String holder) {
        return new StackException("Data folder " + data + " is in use by another running stack (" + holder + ")");
    }

    private static StackException notWritable(Path data, IOException e) {
        return new StackException("Data folder " + data + " cannot be written: " + e, e);
    }

    public Path data() {
        return data;
    }

    /** The log file of the server of this name. */
    public Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    public Path pidFile(String name) {
        return data.resolve("run").resolve(name + ".pid");
    }

    public void remember(ServerProcess server) {
        if (!servers.contains(server)) {
            servers.add(server);
        }
    }

    /** Every process started on this folder, running or not, in the order of their first starts. */
    public List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    /** Gives the folder to the next launcher. Stop the servers first. */
    @Override
    public void close() {
        release(data, lockFile);
    }

    private static void release(Path data, @Nullable FileChannel lockFile) {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
        } catch (IOException e) {
            throw new StackException("Data folder " + data + " cannot be released: " + e, e);
        } finally {
            HELD.remove(data);
        }
    }
}
