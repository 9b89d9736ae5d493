package dev.souk.launcher.retail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.retail.RetailInvoice.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailInvoicesTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    @TempDir
    private Path folder;

    @Test
    void anInvoiceIsOneOrderWhereverItsLinesStand() throws IOException {
        RetailInvoices invoices = read("""
                1,A1,MUG,6,2010-12-01 08:00:00,2.55,17850.0,UK
                2,A1,MUG,1,2010-12-01 08:00:00,2.55,,UK
                1,A2,CUP,2,2010-12-01 08:00:00,1.25,17850.0,UK
                1,A1,MUG,1,2010-12-01 08:00:00,2.55,17850.0,UK
                2,A2,CUP,1,2010-12-01 08:00:00,1.25,12346,UK
                """);

        assertThat(invoices.skipped()).isEmpty();
        assertThat(invoices.invoices())
                .containsExactly(
                        invoice("1", "17850", new Line("A1", 6), new Line("A2", 2), new Line("A1", 1)),
                        invoice("2", "12346", new Line("A1", 1), new Line("A2", 1)));
    }

    @Test
    void onlyLinesWithPositiveQuantityAndPriceAreOrdered() throws IOException {
        RetailInvoices invoices = read("""
                C1,A1,MUG,-6,2010-12-01 08:00:00,2.55,1,UK
                2,A1,MUG,-1,2010-12-01 08:00:00,2.55,,UK
                2,A1,MUG,3,2010-12-01 08:00:00,2.55,,UK
                2,A2,CUP,3,2010-12-01 08:00:00,0.0,,UK
                3,A2,CUP,0,2010-12-01 08:00:00,1.00,,UK
                4,A4,PADS,1,2010-12-01 08:00:00,0.001,,UK
                5,A1,MUG,1000001,2010-12-01 08:00:00,2.55,,UK
                6,A1,MUG,1.5,2010-12-01 08:00:00,2.55,,UK
                7,A1,MUG,2.0,2010-12-01 08:00:00,9.99,,UK
                """);

        assertThat(invoices.invoices())
                .containsExactly(
                        new RetailInvoice("2", null, List.of(new Line("A1", 3))),
                        new RetailInvoice("7", null, List.of(new Line("A1", 2))));
        assertThat(invoices.skipped())
                .containsExactly(
                        new SkippedLine(2, "invoice C1 is a cancellation"),
                        new SkippedLine(3, "quantity -1 is not positive"),
                        new SkippedLine(5, "price 0.0 is not positive"),
                        new SkippedLine(6, "quantity 0 is not positive"),
                        new SkippedLine(7, "no line prices A4, it is no product"),
                        new SkippedLine(8, "quantity 1000001 is more than an order line's 1000000"),
                        new SkippedLine(9, "quantity '1.5' is no whole number"));
    }

    @Test
    void anOrderHasAtMostAThousandProducts() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 1_002; i++) {
            rows.append("1,S%d,MUG,1,2010-12-01 08:00:00,2.55,1,UK\n".formatted(i));
        }
        rows.append("1,S7,MUG,1,2010-12-01 08:00:00,2.55,1,UK\n");

        RetailInvoices invoices = read(rows.toString());

        assertThat(invoices.invoices())
                .singleElement()
                .satisfies(invoice -> assertThat(invoice.lines()).hasSize(1_001).endsWith(new Line("S7", 1)));
        assertThat(invoices.skipped()).extracting(SkippedLine::line).containsExactly(1_002L, 1_003L);
    }

    private static RetailInvoice invoice(String number, String customer, Line... lines) {
        return new RetailInvoice(number, customer, List.of(lines));
    }

    private RetailInvoices read(String rows) throws IOException {
        return RetailInvoices.read(Files.writeString(folder.resolve("retail.csv"), HEADER + rows));
    }
}
