package dev.souk.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Programs unpacked from jars, once per user and content, in {@code $XDG_CACHE_HOME/souk} or {@code ~/.cache/souk}.
 *
 * <p>Each is unpacked beside its place and moved there in one step, so that any number of starts at the same time,
 * and one that was killed in the middle, leave it whole or absent.
 */
final class BinaryCache {

    /** Writes what is in the resource into a folder that is there and empty. */
    @FunctionalInterface
    interface Unpacking {
        void unpack(InputStream resource, Path target) throws IOException;
    }

    /** Who must be able to run the programs. */
    enum Place {
        /** The user alone. */
        HOME,
        /** Another user too, to whom the home is closed. */
        OPEN
    }

    private BinaryCache() {}

    /**
     * The folder with the unpacked content of a resource of the class path.
     *
     * @throws StackException when the resource is not there, which means that this platform's jar is missing
     */
    static Path folder(Place place, String name, String resource, Unpacking unpacking) {
        try {
            Path target = (place == Place.OPEN ? temporaryRoot() : root()).resolve(name + "-" + checksum(resource));
            if (!Files.isDirectory(target)) {
                unpackOnce(resource, target, unpacking);
            }
            return target;
        } catch (IOException e) {
            throw new StackException("Cannot unpack " + resource + ": " + e, e);
        }
    }

    private static void unpackOnce(String resource, Path target, Unpacking unpacking) throws IOException {
        Path fresh = Files.createTempDirectory(target.getParent(), ".unpack-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            try (InputStream in = open(resource)) {
                unpacking.unpack(in, fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(fresh);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    /** The content is the key: a jar of another version gets a folder of its own. */
    private static String checksum(String resource) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(open(resource), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static InputStream open(String resource) {
        @Nullable InputStream in = BinaryCache.class.getClassLoader().getResourceAsStream(resource);
        if (in == null) {
            throw new StackException(
                    "No servers for " + Programs.platform() + ": " + resource + " is not on the class path");
        }
        return in;
    }

    /** The cache of this user; where the home cannot be written, a folder of the user's own under the temporary one. */
    static Path root() throws IOException {
        @Nullable String configured = System.getenv("XDG_CACHE_HOME");
        Path home = configured != null && configured.startsWith("/")
                ? Path.of(configured)
                : Path.of(System.getProperty("user.home", "/"), ".cache");
        try {
            Path root = Files.createDirectories(home.resolve("souk"));
            if (Files.isWritable(root)) {
                return root;
            }
        } catch (IOException readOnlyHome) {
            return temporaryRoot();
        }
        return temporaryRoot();
    }

    private static Path temporaryRoot() throws IOException {
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "souk-" + System.getProperty("user.name"));
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException present) {
            // Anyone may have made it, and programs are run from it.
            String owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).getName();
            if (!owner.equals(System.getProperty("user.name")) || !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
                throw new StackException(
                        "Folder " + root + " belongs to " + owner + ", and programs are kept there", present);
            }
        }
        return root;
    }
}
