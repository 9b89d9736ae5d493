package dev.souk.embedded.redis;

import dev.souk.embedded.BinaryCache;
import dev.souk.embedded.StackException;
import dev.souk.embedded.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code redis-server} to run: the machine's own when it is version 7 or newer, else the one from the jar. */
final class RedisBinary {

    private static final int WANTED_MAJOR = 7;
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private RedisBinary() {}

    static Path find() {
        return Programs.onPath("redis-server")
                .filter(program ->
                        major(program).filter(major -> major >= WANTED_MAJOR).isPresent())
                .orElseGet(RedisBinary::unpacked);
    }

    private static Path unpacked() {
        String resource = resource();
        Path folder = BinaryCache.folder(BinaryCache.Place.HOME, "redis", resource, (in, target) -> {
            Path program = target.resolve("redis-server");
            Files.copy(in, program);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        });
        Path program = folder.resolve("redis-server");
        if (major(program).isEmpty()) {
            throw new StackException(program + " does not run on " + Programs.platform()
                    + ": install a redis-server of version 7 or newer");
        }
        return program;
    }

    private static String resource() {
        if (Programs.isMac()) {
            return "redis-server-6.2.6-v5-darwin-" + (Programs.isArm() ? "arm64" : "amd64");
        }
        return Programs.isArm() ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
    }

    private static Optional<Integer> major(Path program) {
        Programs.Result result = Programs.run(List.of(program.toString(), "--version"), LIMIT);
        Matcher matcher = VERSION.matcher(result.output());
        return result.ok() && matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
