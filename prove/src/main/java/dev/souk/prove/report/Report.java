package dev.souk.prove.report;

import dev.souk.prove.report.analysis.Analyst;
import dev.souk.prove.report.page.Page;
import dev.souk.prove.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the report of a run into a folder: {@code NAME.json} of this run, and {@code index.html} of all the runs
 * there, side by side.
 */
public final class Report {
    private Report() {}

    /**
     * Blocks the calling thread for as long as it takes to read the history twice. A history that cannot be read is
     * said in the report; the verdicts stand without it.
     *
     * @param folder made where needed
     * @return the page
     * @throws IOException when the folder cannot be written
     */
    public static Path write(Path folder, RunRecord run) throws IOException {
        Files.createDirectories(folder);
        RunReports.write(folder, report(run));
        Path page = folder.resolve("index.html");
        RunReports.replace(page, Page.of(RunReports.read(folder)));
        return page;
    }

    private static RunReport report(RunRecord run) {
        try {
            return RunReport.of(run, Analyst.analyse(run), null);
        } catch (IOException e) {
            return RunReport.of(run, null, "The history cannot be read: " + e.getMessage());
        }
    }
}
