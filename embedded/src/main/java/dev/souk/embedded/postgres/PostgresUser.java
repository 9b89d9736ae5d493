package dev.souk.embedded.postgres;

import dev.souk.embedded.BinaryCache;
import dev.souk.embedded.StackException;
import dev.souk.embedded.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL runs as, since it refuses to run as root.
 *
 * <p>An ordinary user needs no change. Root enters a user namespace, where the programs see it as the user nobody and
 * it still owns its files. Where containers forbid that, root changes to the user nobody, and keeps the one capability
 * that lets the server reach a data folder under a closed home. Both ways change the process in place, so the server
 * stays the launcher's own child.
 *
 * @param prefix words that come before the command
 * @param owner the user id that must own the data; negative where ownership is right anyway
 */
public record PostgresUser(List<String> prefix, int owner) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;
    private static final Duration TRIAL = Duration.ofSeconds(5);

    static final PostgresUser SAME = new PostgresUser(List.of(), -1);
    static final PostgresUser NAMELESS = new PostgresUser(List.of("unshare", "-U"), -1);
    public static final PostgresUser NAMESPACE = new PostgresUser(List.of("unshare", "-U"), ROOT);
    public static final PostgresUser NOBODY_IN_EARNEST = new PostgresUser(
            List.of(
                    "setpriv",
                    "--reuid=" + NOBODY,
                    "--regid=" + NOBODY,
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override"),
            NOBODY);

    public PostgresUser {
        prefix = List.copyOf(prefix);
    }

    /** @throws StackException when this is root and neither way is open */
    static PostgresUser choose() {
        if (!isRoot()) {
            // PostgreSQL insists on a user with a name, which some containers do not give; the user nobody has one.
            return isNamed() || !NAMELESS.works() ? SAME : NAMELESS;
        }
        return Stream.of(NAMESPACE, NOBODY_IN_EARNEST)
                .filter(PostgresUser::works)
                .findFirst()
                .orElseThrow(() -> new StackException("PostgreSQL does not run as root, and neither unshare nor setpriv"
                        + " works here: start as an ordinary user"));
    }

    private static boolean isRoot() {
        try {
            return Programs.isLinux()
                    && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
        } catch (IOException | UnsupportedOperationException unknown) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean isNamed() {
        return !System.getProperty("user.name", "?").equals("?");
    }

    public boolean works() {
        return Programs.run(command(List.of("true")), TRIAL).ok();
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(arguments);
        return command;
    }

    /** PostgreSQL looks at its own programs with access(2), which leaves capabilities out of account. */
    BinaryCache.Place programs() {
        return owner == NOBODY ? BinaryCache.Place.OPEN : BinaryCache.Place.HOME;
    }

    /** Makes the data this user's: an earlier start may have run the other way. */
    void own(Path folder) throws IOException {
        if (owner < 0 || Files.getAttribute(folder, "unix:uid").equals(owner)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setAttribute(file, "unix:uid", owner);
            }
        }
    }
}
