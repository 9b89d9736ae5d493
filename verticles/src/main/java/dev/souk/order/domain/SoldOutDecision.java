package dev.souk.order.domain;

import dev.souk.order.message.OrderEndpoints.SoldOut;
import dev.souk.order.message.OrderEndpoints.SoldOutLine;
import dev.souk.order.message.OrderView.OrderLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an order is refused because something that it asks for is sold out. Pure. */
public final class SoldOutDecision {
    private SoldOutDecision() {}

    /**
     * @param lines in the order of the request
     * @param ofCart whether they are a cart's
     * @param soldOut SKUs of which nothing is available
     * @return the refusal, naming every such line; none when there is none
     */
    public static @Nullable SoldOut of(List<OrderLine> lines, boolean ofCart, Set<String> soldOut) {
        List<SoldOutLine> gone = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String sku = lines.get(i).sku();
            if (soldOut.contains(sku)) {
                gone.add(new SoldOutLine(ofCart ? "cartId" : "lines[" + i + "].sku", sku));
            }
        }
        return gone.isEmpty() ? null : new SoldOut(gone);
    }
}
