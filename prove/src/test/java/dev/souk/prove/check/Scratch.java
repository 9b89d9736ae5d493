package dev.souk.prove.check;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.SharedStack;
import dev.souk.prove.history.HistoryLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Checks books on the shared PostgreSQL server. */
final class Scratch {
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Scratch() {}

    static String jdbcUrl() {
        EmbeddedStack stack = SharedStack.get();
        stack.postgres().createDatabase("souk_prove");
        return stack.postgres().jdbcUrl("souk_prove");
    }

    static CheckReport check(Books books) {
        try {
            Path history = Files.createTempFile("history-", ".jsonl");
            List<String> lines = new ArrayList<>();
            for (HistoryLine line : books.history()) {
                lines.add(JSON.writerFor(HistoryLine.class).writeValueAsString(line));
            }
            Files.write(history, lines);
            CheckReport report = new Checker(CheckerOptions.usual(jdbcUrl())).check(history, books);
            Files.delete(history);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The checks that failed, each with the subjects that it names. */
    static TreeMap<String, List<String>> broken(CheckReport report) {
        TreeMap<String, List<String>> broken = new TreeMap<>();
        report.verdicts().stream()
                .filter(verdict -> !verdict.ok())
                .forEach(verdict -> broken.put(
                        verdict.name(),
                        verdict.violations().stream()
                                .map(Violation::subject)
                                .distinct()
                                .toList()));
        return broken;
    }
}
