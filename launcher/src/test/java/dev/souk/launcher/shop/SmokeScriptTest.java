package dev.souk.launcher.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.FreePort;
import dev.souk.launcher.Node;
import dev.souk.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The script that the workflow buys with, on a node with every role. It needs curl. */
@Tag("stack")
class SmokeScriptTest {
    private static final Path ROOT =
            Path.of(System.getProperty("souk.root", "..")).toAbsolutePath().normalize();

    private static Settings settings;
    private static Node node;

    private record Outcome(int code, String said) {}

    @BeforeAll
    static void open() {
        settings = ShopSettings.load(ShopSettings.of("smoke_shop", Map.of()));
        node = Audits.await(Node.start(settings));
    }

    @AfterAll
    static void close() {
        Audits.await(node.stop());
    }

    private static Outcome buy(int port, String card) throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                        ROOT.resolve("infra/smoke.sh").toString(), "http://127.0.0.1:" + port)
                .redirectErrorStream(true);
        script.environment().put("SMOKE_CARD", card);
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), said);
    }

    @Test
    void buysAndEndsWithZero() throws Exception {
        Outcome outcome = buy(settings.http().port(), "tok_ok");

        assertThat(outcome.said()).contains("is confirmed");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void endsWithOneWhenTheOrderIsNotConfirmed() throws Exception {
        Outcome outcome = buy(settings.http().port(), "tok_declined");

        assertThat(outcome.said()).contains("the order is not confirmed").contains("PAYMENT_FAILED");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void failsWhenNobodyAnswers() throws Exception {
        assertThat(buy(FreePort.next(), "tok_ok").code()).isNotZero();
    }
}
