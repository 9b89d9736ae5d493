package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.bus.Json;
import dev.souk.bus.RequestId;
import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class NodeLogsTest {
    private static final Logger log = LoggerFactory.getLogger("dev.souk.order.Orders");

    @AfterEach
    void configureAsBefore() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(NodeLogs.class.getResource("/logback.xml")));
    }

    private static String logged(String format, Runnable work) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            NodeLogs.configure(new Settings.Logs(format, "INFO"), "souk-1");
            work.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void confirm() {
        log.atInfo()
                .addKeyValue("order", "0b1c")
                .addKeyValue("traceId", "4bf9")
                .addKeyValue("lines", 2)
                .log("confirmed {}", "at last");
    }

    @Test
    void consoleLinesShowTheKeyValuePairs() {
        assertThat(logged("console", NodeLogsTest::confirm))
                .contains("INFO", "Orders", "confirmed at last", "order=0b1c", "traceId=4bf9")
                .hasLineCount(1);
    }

    @Test
    void consoleLinesWithoutPairsEndWithTheirMessage() {
        assertThat(logged("console", () -> log.info("quiet"))).endsWith("quiet\n");
    }

    @Test
    void jsonLinesHoldTheKeyValuePairsAsFields() {
        JsonNode line = Json.read(logged("json", NodeLogsTest::confirm), JsonNode.class);

        assertThat(line.path("message").asText()).isEqualTo("confirmed at last");
        assertThat(line.path("node").asText()).isEqualTo("souk-1");
        assertThat(line.path("order").asText()).isEqualTo("0b1c");
        assertThat(line.path("traceId").asText()).isEqualTo("4bf9");
        assertThat(line.path("lines").isInt()).isTrue();
        assertThat(line.path("at").asText()).endsWith("Z");
    }

    @ParameterizedTest
    @CsvSource({"console, ' requestId=r-1'", "json, '\"requestId\":\"r-1\"'"})
    void linesOfARequestNameIt(String format, String name) {
        Vertx vertx = Vertx.vertx();
        try {
            String out = logged(format, () -> {
                CompletableFuture<Void> said = new CompletableFuture<>();
                vertx.runOnContext(now -> {
                    log.info("before");
                    RequestId.begin("r-1");
                    log.atInfo().addKeyValue("order", "0b1c").log("during");
                    said.complete(null);
                });
                said.join();
            });

            assertThat(out.lines()).hasSize(2);
            assertThat(out.lines().findFirst().orElseThrow()).contains("before").doesNotContain("requestId");
            assertThat(out.lines().skip(1)).singleElement().asString().contains("during", "0b1c", name);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void jsonLinesKeepAStackTraceInOneLine() {
        String out = logged("json", () -> log.error("broken", new IllegalStateException("why")));

        assertThat(out).hasLineCount(1);
        assertThat(Json.read(out, JsonNode.class).path("error").asText())
                .contains("IllegalStateException: why", "NodeLogsTest");
    }

    @Test
    void librariesAreQuieterThanTheShop() {
        String out = logged(
                "console",
                () -> LoggerFactory.getLogger("org.apache.kafka.clients.Metadata")
                        .info("noise"));

        assertThat(out).isEmpty();
    }
}
