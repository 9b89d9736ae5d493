package dev.souk.traffic.scenario;

import dev.souk.traffic.TrafficException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput, latency and backlog over time as SVG, one file each. */
public final class Plots {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;

    private Plots() {}

    /** @return the files, none when there is nothing to draw */
    public static List<Path> write(Path folder, String name, List<Sampler.Sample> samples) {
        if (samples.isEmpty()) {
            return List.of();
        }
        return List.of(
                plot(folder, name, "throughput", "answers in a second", samples, Sampler.Sample::perSecond),
                plot(folder, name, "latency", "ms, of one reader", samples, Sampler.Sample::probeMillis),
                plot(folder, name, "backlog", "orders on their way", samples, Sampler.Sample::backlog));
    }

    private static Path plot(
            Path folder,
            String name,
            String what,
            String unit,
            List<Sampler.Sample> samples,
            ToDoubleFunction<Sampler.Sample> value) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(name + ": " + what)
                .xAxisTitle("seconds")
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries(
                        what,
                        samples.stream().mapToDouble(Sampler.Sample::second).toArray(),
                        samples.stream().mapToDouble(value).toArray())
                .setMarker(SeriesMarkers.NONE);
        Path file = folder.resolve(name + "-" + what + ".svg");
        try {
            Files.createDirectories(folder);
            VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new TrafficException(file + " cannot be written: " + e.getMessage(), e);
        }
        return file;
    }
}
