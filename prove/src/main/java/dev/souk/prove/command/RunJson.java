package dev.souk.prove.command;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.souk.prove.run.RunRecord;
import java.io.IOException;
import java.nio.file.Path;

/** The run as a file. */
final class RunJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private RunJson() {}

    static void write(Path folder, RunRecord run) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(run.name() + ".json").toFile(), run);
    }
}
