package dev.souk.prove.command;

import dev.souk.embedded.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data of a world's servers: of no use after a clean run, and the evidence after a run that was not clean. */
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
            Folders.delete(path);
        } catch (IOException e) {
            terminal.line(path + " cannot be deleted: " + e);
        }
    }
}
