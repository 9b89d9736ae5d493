package dev.souk.prove.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.check.Violation;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.history.Operation;
import dev.souk.prove.run.Rest;
import dev.souk.prove.run.RunRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
    private static final String EVIL = "</td><script>alert('1')</script> \"&amp; ]]> \u0000\u001b end";

    @TempDir
    Path folder;

    private static MadeUp made(String shop, long seed) {
        MadeUp made = new MadeUp();
        made.shop = shop;
        made.seed = seed;
        for (int i = 0; i < 40; i++) {
            made.request(100 * i, 20, Operation.PLACE_ORDER, 201);
            made.request(100 * i, 5, Operation.GET_PRODUCT, i % 10 == 9 ? 503 : 200);
        }
        made.fault("node-kill", "souk-1", 2_000, 3_000L, "started again");
        made.verdict("no-unit-sold-twice", 0);
        return made;
    }

    private Document write(RunRecord run) throws Exception {
        Path page = Report.write(folder, run);
        assertThat(page).isEqualTo(folder.resolve("index.html"));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readString(page).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document page, String element) {
        NodeList nodes = page.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static List<String> attributes(Document page, String attribute) {
        NodeList nodes = page.getElementsByTagName("*");
        List<String> values = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            String value = ((Element) nodes.item(i)).getAttribute(attribute);
            if (!value.isEmpty()) {
                values.add(value);
            }
        }
        return values;
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingButItself() throws Exception {
        Document page = write(made(RunRecord.SOUK, 42).run(folder, 5));

        assertThat(texts(page, "h1")).containsExactly("Souk kept every promise.");
        assertThat(texts(page, "script")).isEmpty();
        assertThat(texts(page, "link")).isEmpty();
        assertThat(texts(page, "img")).isEmpty();
        assertThat(attributes(page, "src")).isEmpty();
        assertThat(attributes(page, "href")).containsExactly("history-souk42.jsonl");
        assertThat(texts(page, "svg")).hasSize(6);
        assertThat(texts(page, "pre")).containsOnly("souk prove --seed 42");
        // To HTML "<i/>" is the beginning of an element, whatever XML says.
        assertThat(Files.readString(folder.resolve("index.html")))
                .doesNotContainPattern("<(?!br|meta|rect|line|path)[a-z0-9]+\\b[^>]*/>");
        assertThat(texts(page, "style").getFirst()).doesNotContain("url(", "@import");
    }

    @Test
    void whatFollowersAndTheMerchantWereToldStandsThere() throws Exception {
        MadeUp made = made(RunRecord.SOUK, 42);
        made.told(2_500);

        Document page = write(made.run(folder, 5));

        assertThat(texts(page, "h3")).contains("What was told");
        assertThat(texts(page, "p"))
                .contains("Of 1 order that its buyer followed, over 3 connections, 2 events were told: 2 connections"
                        + " resumed after a step that was known, 1 broke off or was not answered, and 1 stream"
                        + " ended with its order. 2 webhooks arrived at the merchant, who took 1 and failed the"
                        + " others.");
    }

    @Test
    void whatWasMeasuredStandsInTheTableOfFaults() throws Exception {
        Document page = write(made(RunRecord.SOUK, 42).run(folder, 5));

        List<String> cells = texts(page, "td");
        int fault = cells.indexOf("node-kill souk-1started again");
        // From second 0 to the fault, 10 orders a second; none was lost, and the gaps are those between any two.
        assertThat(cells.subList(fault - 2, fault + 10))
                .containsExactly(
                        "1",
                        "2.0 s",
                        "node-kill souk-1started again",
                        "1.0 s",
                        "100 %",
                        "100 ms",
                        "–",
                        "3.0 s *",
                        "–",
                        "–",
                        "–",
                        "–");
    }

    @Test
    void whatComesFromOutsideIsText() throws Exception {
        MadeUp made = made(RunRecord.SOUK, 42);
        made.verdict("no-buyer-charged-twice", 3, new Violation(EVIL, EVIL));
        made.fault("link-cut", EVIL, 3_500, null, EVIL);
        long id = made.asked(4_000, "alice", Operation.GET_ORDER, null);
        made.answered(4_010, id, 404, EVIL, false, null);

        Document page = write(made.run(folder, 5));

        String seen = EVIL.replaceAll("[\u0000\u001b]", "\uFFFD");
        assertThat(texts(page, "script")).isEmpty();
        assertThat(texts(page, "li")).contains(seen + " " + seen);
        assertThat(texts(page, "td")).contains("link-cut " + seen + seen, "404 " + seen);
        assertThat(texts(page, "title")).anySatisfy(title -> assertThat(title).contains("link-cut of " + seen));
    }

    @Test
    void aBrokenPromiseIsTheHeadlineAndComesFirst() throws Exception {
        MadeUp made = made(RunRecord.SOUK, 42);
        made.verdict("no-buyer-charged-twice", 300, new Violation("order-7", "captured twice"));

        Document page = write(made.run(folder, 5));

        assertThat(texts(page, "h1")).containsExactly("Souk broke promises.");
        List<String> cells = texts(page, "td");
        int broken = cells.indexOf("broken");
        assertThat(cells.subList(broken + 2, broken + 4)).containsExactly("100", "1300 units");
        assertThat(broken).isLessThan(cells.indexOf("kept"));
        assertThat(texts(page, "li")).contains("order-7 captured twice");
    }

    @Test
    void runsThatShareAFolderStandSideBySide() throws Exception {
        write(made(RunRecord.SOUK, 1).run(folder, 5));
        write(made(RunRecord.SOUK, 2).run(folder, 5));
        MadeUp naive = made(RunRecord.NAIVE, 1);
        naive.verdicts.clear();
        naive.verdict("no-unit-sold-twice", 128, new Violation("sku-1", "oversold"));

        Document page = write(naive.run(folder, 5));

        assertThat(texts(page, "h1"))
                .containsExactly("Souk kept every promise, in all of 2 runs. The naive shop broke them, as it must.");
        assertThat(texts(page, "a").subList(0, 3)).containsExactly("seed 1", "seed 2", "naive, seed 1");
        List<String> cells = texts(page, "td");
        assertThat(cells).contains("✓ 100", "✗ 1: 128 units");
        assertThat(attributes(page, "id"))
                .contains("20260314-150921-souk-1", "20260314-150921-souk-2", "20260314-150921-naive-1");
    }

    @Test
    void whatWasReadStandsBesideEachFaultByRequestAndByRead() throws Exception {
        Document page = write(made(RunRecord.SOUK, 42).run(folder, 5));

        List<String> cells = texts(page, "td");
        int fault = cells.indexOf("node-kill");
        // Ten requests a second; the one with status 503 was not repeated, so it was a failed read.
        assertThat(cells.subList(fault - 1, fault + 12))
                .containsExactly(
                        "1", "node-kill", "11", "90.9 %", "10", "0", "1", "5 ms", "11", "90.9 %", "1", "0", "200 ms");
    }

    @Test
    void aShopThatDidNotComeToRestIsSaidToHaveNot() throws Exception {
        RunRecord run = made(RunRecord.SOUK, 42).run(folder, 5);
        assertThat(texts(write(run), "p")).anyMatch(said -> said.contains("came to rest within 1.5 s"));
        MadeUp restless = made(RunRecord.SOUK, 42);
        restless.rest = new Rest(180_000, new Pending(3, 0, 1, 0, 2));

        assertThat(texts(write(restless.run(folder, 5)), "p"))
                .anyMatch(said -> said.contains("did not come to rest")
                        && said.contains("3 orders not settled")
                        && said.contains("1 payments to move")
                        && said.contains("2 webhooks to deliver"));
    }

    @Test
    void aControlWithoutFaultConvictsTheChecker() throws Exception {
        Document page = write(made(RunRecord.NAIVE, 1).run(folder, 5));

        assertThat(texts(page, "h1"))
                .containsExactly("The naive shop was found without fault: do not trust this checker.");
    }

    @Test
    void aFileThatIsNoReportIsSaidAndHarmsNothing() throws Exception {
        Files.writeString(folder.resolve("broken.json"), "{\"format\": \"souk-prove-run/1\", \"name\":");
        Files.writeString(folder.resolve("other.json"), "{\"format\": \"something\"}");
        Files.writeString(folder.resolve("empty.json"), "null");
        Files.writeString(folder.resolve("partial.json"), "{\"format\": \"souk-prove-run/1\", \"faults\": []}");

        Document page = write(made(RunRecord.SOUK, 42).run(folder, 5));

        assertThat(texts(page, "h1")).containsExactly("Souk kept every promise.");
        assertThat(texts(page, "h2")).contains("Files in this folder that are no reports");
        assertThat(texts(page, "li")).anySatisfy(line -> assertThat(line).startsWith("broken.json: "));
        assertThat(texts(page, "li")).contains("other.json: it is not of the format souk-prove-run/1");
        assertThat(texts(page, "li")).anySatisfy(line -> assertThat(line).startsWith("empty.json: "));
        assertThat(texts(page, "li"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("partial.json: ").contains("a part of the report is missing"));
    }

    @Test
    void aHistoryThatCannotBeReadLeavesTheVerdicts() throws Exception {
        RunRecord run = made(RunRecord.SOUK, 42).run(folder, 5);
        Files.delete(run.history());

        Document page = write(run);

        assertThat(texts(page, "p")).anySatisfy(text -> assertThat(text).startsWith("The history cannot be read"));
        assertThat(texts(page, "td")).contains("kept");
    }

    @Test
    void theJsonSaysTheSame() throws IOException {
        RunRecord run = made(RunRecord.SOUK, 42).run(folder, 5);
        Report.write(folder, run);

        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(folder.resolve(run.name() + ".json").toFile());

        assertThat(json.path("format").asText()).isEqualTo("souk-prove-run/1");
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("seed").asLong()).isEqualTo(42);
        assertThat(json.path("options").path("time").asText()).isEqualTo("PT5S");
        assertThat(json.path("opened").asText()).isEqualTo("2026-03-14T15:09:26Z");
        assertThat(json.path("history").asText()).isEqualTo("history-souk42.jsonl");
        assertThat(json.path("analysis").path("seconds").size()).isEqualTo(4);
        assertThat(json.path("analysis")
                        .path("seconds")
                        .path(1)
                        .path("accepted")
                        .asLong())
                .isEqualTo(10);
        assertThat(json.path("verdict").path("verdicts").path(0).path("name").asText())
                .isEqualTo("no-unit-sold-twice");
        assertThat(folder.toFile().list()).noneMatch(file -> file.endsWith(".next"));
    }
}
