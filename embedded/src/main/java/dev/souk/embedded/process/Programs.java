package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of the machine: where they are, and running one to its end. */
public final class Programs {

    private Programs() {}

    /** The exit code and the output of a program that ran to its end. */
    public record Result(int exit, String output) {
        public boolean ok() {
            return exit == 0;
        }
    }

    public static Optional<Path> onPath(String name) {
        @Nullable String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (String folder : path.split(":")) {
            try {
                Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate.toAbsolutePath());
                }
            } catch (InvalidPathException skipped) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Runs a program; one that cannot be started or takes longer than the limit counts as failed. */
    public static Result run(List<String> command, Duration limit) {
        Path output = null;
        Process process = null;
        try {
            // A file and not a pipe: no thread has to read while the program runs, and the limit holds.
            output = Files.createTempFile("souk-run-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
            return ended
                    ? new Result(process.exitValue(), text)
                    : new Result(-1, "no end within " + limit.toSeconds() + " s " + text);
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while running " + command.get(0), e);
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            discard(output);
        }
    }

    private static void discard(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    public static boolean isLinux() {
        return system().contains("linux");
    }

    public static boolean isMac() {
        return system().contains("mac");
    }

    public static boolean isArm() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return architecture.equals("aarch64") || architecture.equals("arm64");
    }

    public static String platform() {
        return System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }
}
