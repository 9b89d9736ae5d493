package dev.souk.traffic.process;

import dev.souk.traffic.TrafficException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Child programs: found on the PATH, run to their end with a time limit, killed with all of their descendants. */
public final class Programs {
    private Programs() {}

    /** @throws TrafficException naming each program that is missing and the Debian command that installs it */
    public static void require(String... names) {
        StringBuilder missing = new StringBuilder();
        for (String name : names) {
            if (!onPath(name)) {
                String what = name.equals("pgbench") ? "postgresql-contrib" : name;
                missing.append(missing.isEmpty() ? "" : "; ").append(name).append(" is missing: apt-get install ");
                missing.append(what);
            }
        }
        if (!missing.isEmpty()) {
            throw new TrafficException(missing.toString());
        }
    }

    private static boolean onPath(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    /** @return standard output and standard error together */
    public record Ended(int code, String output) {}

    public static Ended run(List<String> command, Map<String, String> environment, Duration limit)
            throws InterruptedException {
        Path output = temporary("traffic-", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new TrafficException(command.get(0) + " did not end within " + limit.toSeconds() + " s");
                }
            } finally {
                kill(process);
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrafficException(command.get(0) + " cannot be run: " + e.getMessage(), e);
        } finally {
            output.toFile().delete();
        }
    }

    public static Path temporary(String prefix, String suffix) {
        try {
            return Files.createTempFile(prefix, suffix);
        } catch (IOException e) {
            throw new TrafficException("no temporary file: " + e.getMessage(), e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Waits for this time: a figure that is read too early is wrong. */
    public static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
