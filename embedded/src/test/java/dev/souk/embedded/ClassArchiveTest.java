package dev.souk.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.process.ClassArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program is the smallest that there is; Java says whether its class came out of the archive. */
class ClassArchiveTest {
    @TempDir
    Path folder;

    private Path jar;

    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            System.out.println("done");
        }
    }

    @BeforeEach
    void buildTheProgram() throws IOException {
        jar = folder.resolve("program.jar");
        Files.createDirectory(folder.resolve("lib"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        String entry = Program.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out, manifest);
                var code = Program.class.getClassLoader().getResourceAsStream(entry)) {
            to.putNextEntry(new ZipEntry(entry));
            code.transferTo(to);
        }
    }

    private String run(List<String> options, String... more) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", jar.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s", said).isZero();
        return said;
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".jsa"))
                    .toList();
        }
    }

    @Test
    void oneThatAJvmMadeAsItEndedIsUsedByTheNext() throws Exception {
        ClassArchive archive = ClassArchive.beside(jar);
        assertThat(archive.use()).isEmpty();

        assertThat(run(archive.make())).isEqualTo("done\n");

        assertThat(archive.exists()).as("nobody sees it before it is kept").isFalse();
        assertThat(archive.keep()).isTrue();
        assertThat(archives()).hasSize(1);
        // Java ends at once when it may not do without the archive and cannot use it.
        assertThat(run(ClassArchive.beside(jar).use(), "-Xshare:on", "-Xlog:class+load"))
                .containsPattern("Program source: shared objects file \\(top\\)");
    }

    @Test
    void anotherBuildMakesItsOwnAndTakesTheOldOnesPlace() throws Exception {
        ClassArchive first = ClassArchive.beside(jar);
        run(first.make());
        first.keep();
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));

        ClassArchive second = ClassArchive.beside(jar);
        assertThat(second.exists()).isFalse();
        run(second.make());

        assertThat(second.keep()).isTrue();
        assertThat(first.exists()).isFalse();
        assertThat(archives()).hasSize(1);
    }

    @Test
    void whatWasNotFinishedIsNotKept() throws Exception {
        ClassArchive archive = ClassArchive.beside(jar);
        String option = archive.make().getLast();
        Path unfinished = Path.of(option.substring(option.indexOf('=') + 1));
        Files.write(unfinished, new byte[4_096]);

        assertThat(archive.keep()).isFalse();
        assertThat(archives()).isEmpty();
    }

    @Test
    void nothingThatWasMadeIsNothingKept() {
        assertThat(ClassArchive.beside(jar).keep()).isFalse();
    }

    @Test
    void aFolderThatCannotBeWrittenHasNone() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            ClassArchive archive = ClassArchive.beside(closed.resolve("program.jar"));
            assertThat(archive.use()).isEmpty();
            assertThat(archive.keep()).isFalse();
            if (!Files.isWritable(closed)) {
                // The administrator may write everywhere.
                assertThat(archive.make()).isEmpty();
            }
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
