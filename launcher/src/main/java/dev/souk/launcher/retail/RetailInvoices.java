package dev.souk.launcher.retail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sale invoices of a file as orders: their lines with positive quantity and price. An invoice is one order wherever
 * its lines stand in the file.
 *
 * @param invoices in the order in which they first appear
 * @param skipped lines that cannot be ordered, and why, in the order of the file
 */
public record RetailInvoices(List<RetailInvoice> invoices, List<SkippedLine> skipped) {
    private static final long MAX_QUANTITY = 1_000_000;
    private static final int MAX_SKUS = 1_000;
    private static final String CANCELLATION = "C";

    public RetailInvoices {
        invoices = List.copyOf(invoices);
        skipped = List.copyOf(skipped);
    }

    /**
     * @throws IOException when the file cannot be read
     * @throws IllegalArgumentException when it is not of this data set
     */
    public static RetailInvoices read(Path file) throws IOException {
        Reading reading = new Reading(RetailCatalog.read(file).skus());
        RetailFile.read(file, reading::take, reading.skipped::add);
        return reading.invoices();
    }

    private static final class Invoice {
        private final List<RetailInvoice.Line> lines = new ArrayList<>();
        private final Set<String> skus = new HashSet<>();
        private @Nullable String customer;
    }

    private static final class Reading {
        private final Set<String> products;
        private final Map<String, Invoice> open = new LinkedHashMap<>();
        private final List<SkippedLine> skipped = new ArrayList<>();

        Reading(Set<String> products) {
            this.products = products;
        }

        void take(RetailRow row) {
            String reason = notASale(row);
            if (reason == null) {
                reason = addTo(open.computeIfAbsent(row.invoice(), invoice -> new Invoice()), row);
            }
            if (reason != null) {
                skipped.add(new SkippedLine(row.line(), reason));
            }
        }

        private @Nullable String notASale(RetailRow row) {
            if (row.invoice().startsWith(CANCELLATION)) {
                return "invoice " + row.invoice() + " is a cancellation";
            }
            if (row.quantity() <= 0) {
                return "quantity " + row.quantity() + " is not positive";
            }
            if (row.price().signum() <= 0) {
                return "price " + row.price() + " is not positive";
            }
            if (row.quantity() > MAX_QUANTITY) {
                return "quantity " + row.quantity() + " is more than an order line's " + MAX_QUANTITY;
            }
            return products.contains(row.code()) ? null : "no line prices " + row.code() + ", it is no product";
        }

        /** @return why the line does not fit into the order, if it does not */
        private static @Nullable String addTo(Invoice invoice, RetailRow row) {
            if (invoice.skus.size() == MAX_SKUS && !invoice.skus.contains(row.code())) {
                return "invoice " + row.invoice() + " has more than an order's " + MAX_SKUS + " products";
            }
            invoice.skus.add(row.code());
            invoice.lines.add(new RetailInvoice.Line(row.code(), row.quantity()));
            if (invoice.customer == null) {
                invoice.customer = row.customer();
            }
            return null;
        }

        RetailInvoices invoices() {
            List<RetailInvoice> sales = new ArrayList<>(open.size());
            open.forEach((number, invoice) -> sales.add(new RetailInvoice(number, invoice.customer, invoice.lines)));
            return new RetailInvoices(sales, skipped);
        }
    }
}
