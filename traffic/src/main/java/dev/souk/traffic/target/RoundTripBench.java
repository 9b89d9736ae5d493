package dev.souk.traffic.target;

import dev.souk.traffic.TrafficException;
import dev.souk.traffic.process.Programs;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** C4: the count of the test OrderCostTest between a node and its database. One round: a count needs no median. */
public final class RoundTripBench implements Bench {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @Override
    public List<String> ids() {
        return List.of("C4");
    }

    @Override
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException {
        Programs.require("mvn");
        Path counts = setup.root().resolve("launcher/target/order-cost.properties");
        counts.toFile().delete();
        Programs.Ended ended = Programs.run(
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-f",
                        setup.root().resolve("pom.xml").toString(),
                        "-pl",
                        "launcher",
                        "-am",
                        "test",
                        "-Dtest=OrderCostTest",
                        "-Dsurefire.failIfNoSpecifiedTests=false"),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                LIMIT);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(counts)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new TrafficException(
                    "OrderCostTest gave no counts: " + ended.output().strip(), e);
        }
        return List.of(new Target(
                "C4",
                "SQL round trips along the way of one batch",
                Double.parseDouble(properties.getProperty("roundTrips")),
                1,
                30,
                false,
                "trips",
                properties.getProperty("statements") + " statements"));
    }
}
