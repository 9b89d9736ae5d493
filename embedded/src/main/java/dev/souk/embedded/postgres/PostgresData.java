package dev.souk.embedded.postgres;

import dev.souk.embedded.Folders;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import dev.souk.embedded.process.Deadline;
import dev.souk.embedded.process.ProcessIdentity;
import dev.souk.embedded.process.Programs;
import dev.souk.embedded.process.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's data folder: whole or absent when a start begins, and free of what a killed server left in its way. */
public final class PostgresData {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresData.class);
    private static final Duration CREATION_LIMIT = Duration.ofSeconds(60);

    private static final String LOCK = "postmaster.pid";
    /** See pidfile.h: LOCK_FILE_LINE_PM_STATUS, counted from zero. */
    private static final int STATE_LINE = 7;

    private final Path folder;

    public PostgresData(StackFolder stack) {
        this.folder = stack.data().resolve("postgres");
    }

    Path folder() {
        return folder;
    }

    /** @throws StackException when there is something, and it is not data that this version can open */
    public void check() {
        try {
            if (Folders.isEmpty(folder)) {
                return;
            }
            Path versionFile = folder.resolve("PG_VERSION");
            if (!Files.isRegularFile(versionFile)
                    || !Files.isRegularFile(folder.resolve("global/pg_control"))
                    || !Files.isDirectory(folder.resolve("pg_wal"))) {
                throw corrupt("PG_VERSION, global/pg_control or pg_wal is missing");
            }
            String version = new String(Files.readAllBytes(versionFile), StandardCharsets.US_ASCII).strip();
            if (!version.matches("[0-9.]{1,8}")) {
                throw corrupt("PG_VERSION holds no version");
            }
            if (!version.equals(PostgresBinaries.MAJOR)) {
                throw new StackException("PostgreSQL data in " + folder + " is of version " + version
                        + " and this is version " + PostgresBinaries.MAJOR + ": use another data folder");
            }
        } catch (IOException e) {
            throw new StackException("PostgreSQL data in " + folder + " cannot be read: " + e, e);
        }
    }

    private StackException corrupt(String reason) {
        return new StackException(
                "PostgreSQL data in " + folder + " is corrupt (" + reason + "): restore it or use another data folder");
    }

    /**
     * Makes an empty cluster where there is none. It is made beside its place and moved there when complete: a start
     * that was killed in the middle leaves nothing that looks like data.
     */
    void create(PostgresBinaries binaries, PostgresUser user, String superuser) {
        try {
            if (Folders.isEmpty(folder)) {
                Path fresh = folder.resolveSibling("postgres.new");
                Folders.delete(fresh);
                Files.createDirectory(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                user.own(fresh);
                initialise(fresh, binaries, user, superuser);
                Files.deleteIfExists(folder);
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            user.own(folder);
        } catch (IOException e) {
            throw new StackException("PostgreSQL data in " + folder + " cannot be created: " + e, e);
        }
    }

    private static void initialise(Path fresh, PostgresBinaries binaries, PostgresUser user, String superuser) {
        List<String> initdb = new ArrayList<>(List.of(binaries.initdb(), "-D", fresh.toString()));
        initdb.addAll(List.of("-U", superuser, "--auth=trust", "--no-instructions"));
        // Sorts by code point as CockroachDB does, and still knows that É is é in upper case.
        initdb.addAll(
                List.of("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        Programs.Result result = Programs.run(user.command(initdb), CREATION_LIMIT);
        if (!result.ok()) {
            throw new StackException("PostgreSQL cannot create its data: " + ServerLog.lastWords(result.output()));
        }
    }

    /**
     * Clears the way for a start after a kill. A server that dies leaves backends, which notice a moment later, keep
     * its shared memory until then, and would stop the successor; and a postmaster.pid, whose number may since have
     * gone to another process.
     */
    void clearRemains() {
        ProcessHandle.allProcesses().filter(this::worksHere).forEach(backend -> {
            LOG.info("killing process {}, a remainder of an earlier PostgreSQL", backend.pid());
            backend.destroyForcibly();
            Deadline deadline = Deadline.in(Duration.ofSeconds(3));
            while (ProcessIdentity.of(backend.pid()).isPresent() && !deadline.hasPassed()) {
                deadline.pause();
            }
        });
        Path lock = folder.resolve(LOCK);
        try {
            if (Files.exists(lock) && !holderIsPostgres(lock)) {
                Files.delete(lock);
            }
        } catch (IOException e) {
            throw new StackException("PostgreSQL data in " + folder + " cannot be written: " + e, e);
        }
    }

    /** Whether the server says that it is ready, read as pg_ctl does: an earlier connection is an error in its log. */
    boolean saysReady() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(LOCK), StandardCharsets.ISO_8859_1);
            return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Every process of a PostgreSQL server has its data folder as the working folder. */
    private boolean worksHere(ProcessHandle process) {
        if (!isPostgres(process)) {
            return false;
        }
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), folder);
        } catch (IOException elsewhereOrGone) {
            return false;
        }
    }

    private static boolean holderIsPostgres(Path lock) throws IOException {
        List<String> lines = Files.readAllLines(lock, StandardCharsets.ISO_8859_1);
        String holder = lines.isEmpty() ? "" : lines.get(0).strip();
        return holder.matches("[0-9]{1,18}")
                && ProcessHandle.of(Long.parseLong(holder))
                        .filter(PostgresData::isPostgres)
                        .isPresent();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("/postgres"))
                .isPresent();
    }
}
