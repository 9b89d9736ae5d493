package dev.souk.prove.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The data of a world's servers: worth nothing after a clean run, and all there is to look at after another. */
record WorldFolder(Path path) {

    /** @param keep leaves it where it is, and says where */
    void leave(boolean keep, Terminal terminal) {
        if (!Files.exists(path)) {
            return;
        }
        if (keep) {
            terminal.line("Logs and data of this world stay in " + path);
            return;
        }
        try {
            delete();
        } catch (IOException e) {
            terminal.line(path + " cannot be deleted: " + e);
        }
    }

    private void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
