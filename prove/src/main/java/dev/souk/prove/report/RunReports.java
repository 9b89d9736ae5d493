package dev.souk.prove.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reports of runs in a folder, one file of JSON each. */
public final class RunReports {
    private static final String SUFFIX = ".json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private RunReports() {}

    /**
     * The reports of a folder.
     *
     * @param runs the oldest first, the control last
     * @param unreadable files, and why
     */
    public record Found(List<RunReport> runs, Map<String, String> unreadable) {
        public Found {
            runs = List.copyOf(runs);
            unreadable = new LinkedHashMap<>(unreadable);
        }
    }

    static void write(Path folder, RunReport report) throws IOException {
        replace(folder.resolve(report.name() + SUFFIX), JSON.writeValueAsString(report));
    }

    /** Replaces the file in one step: a reader gets the old content or the new content. */
    static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    static Found read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        List<RunReport> runs = new ArrayList<>();
        Map<String, String> unreadable = new LinkedHashMap<>();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            try {
                JsonNode json = JSON.readTree(Files.readString(file));
                if (json.path("format").asText().equals(RunReport.FORMAT)) {
                    runs.add(JSON.treeToValue(json, RunReport.class));
                } else {
                    unreadable.put(name, "it is not of the format " + RunReport.FORMAT);
                }
            } catch (JsonProcessingException e) {
                unreadable.put(name, e.getOriginalMessage());
            } catch (IOException e) {
                unreadable.put(name, String.valueOf(e.getMessage()));
            }
        }
        runs.sort(Comparator.comparing(RunReport::isNaive)
                .thenComparing(RunReport::started)
                .thenComparing(RunReport::name));
        return new Found(runs, unreadable);
    }
}
