package dev.souk.embedded.postgres;

import dev.souk.embedded.BinaryCache;
import dev.souk.embedded.process.Programs;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, from the jar of this platform. */
record PostgresBinaries(Path home) {

    /** The version of the data format; data of another one cannot be opened. */
    static final String MAJOR = "18";

    private static final int OWNER_EXECUTE = 0100;

    static PostgresBinaries unpackedFor(PostgresUser user) {
        return new PostgresBinaries(
                BinaryCache.folder(user.programs(), "postgres", resource(), PostgresBinaries::unpack));
    }

    private static String resource() {
        String architecture = Programs.isArm() ? "arm_64" : "x86_64";
        return "postgres-" + (Programs.isMac() ? "darwin" : "linux") + "-" + architecture + ".txz";
    }

    private static void unpack(InputStream resource, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(tar, entry, target);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
            throw new IOException(entry.getName() + " leads out of the archive");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    String initdb() {
        return home.resolve("bin/initdb").toString();
    }

    String postgres() {
        return home.resolve("bin/postgres").toString();
    }
}
