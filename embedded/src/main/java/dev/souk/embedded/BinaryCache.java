package dev.souk.embedded;

import dev.souk.embedded.process.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Programs unpacked from jars, once per user and content, in {@code $XDG_CACHE_HOME/souk} or {@code ~/.cache/souk}.
 *
 * <p>Each program is unpacked beside its place and moved there in one step. So it is whole or absent, also after any
 * number of starts at the same time and after a start that was killed in the middle.
 */
public final class BinaryCache {

    /** Writes the content of the resource into a folder that exists and is empty. */
    @FunctionalInterface
    public interface Unpacking {
        void unpack(InputStream resource, Path target) throws IOException;
    }

    /** The users that must be able to run the programs. */
    public enum Place {
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
    public static Path folder(Place place, String name, String resource, Unpacking unpacking) {
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

    /**
     * The cache of this user; where there is no home to write in, a folder of the user's own under the temporary one.
     */
    public static Path root() throws IOException {
        @Nullable String configured = System.getenv("XDG_CACHE_HOME");
        String home = System.getProperty("user.home", "");
        if (configured == null && !home.startsWith("/")) {
            return temporaryRoot();
        }
        try {
            Path cache = configured != null ? Path.of(configured) : Path.of(home, ".cache");
            Path root = Files.createDirectories(cache.resolve("souk"));
            return Files.isWritable(root) ? root : temporaryRoot();
        } catch (IOException readOnlyHome) {
            return temporaryRoot();
        }
    }

    /** Anyone may make a folder of this name, and programs are run from it: hence the look at the owner. */
    private static Path temporaryRoot() throws IOException {
        UserPrincipal user = currentUser();
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "souk-" + user.getName());
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException present) {
            UserPrincipal owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS);
            if (!owner.equals(user) || !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
                throw new StackException(
                        "Folder " + root + " belongs to " + owner.getName() + ": programs cannot be kept there",
                        present);
            }
        }
        return root;
    }

    /** Asked of the file system: a user without an entry in /etc/passwd has no name in Java. */
    private static UserPrincipal currentUser() throws IOException {
        Path probe = Files.createTempFile("souk-", ".user");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
