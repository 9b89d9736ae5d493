package dev.souk.audit.invariant;

import dev.souk.audit.store.CheckSql;
import dev.souk.audit.store.Finding;
import dev.souk.audit.store.LedgerEntry;
import dev.souk.audit.store.Suspect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two ledgers merged page by page in the order of their ids; holds two pages and the ids of what differs, however long
 * they are.
 */
final class LedgerComparison {
    /** Before every id. */
    static final UUID BEGINNING = new UUID(0, 0);

    /** As databases sort them: by their bytes, where Java compares halves with their signs. */
    private static final Comparator<UUID> BY_BYTES = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private final int limit;
    private final List<Suspect> differences = new ArrayList<>();
    private long compared;
    private long total;

    /** @param limit of a page: one that is shorter is its side's last */
    LedgerComparison(int limit) {
        this.limit = limit;
    }

    /**
     * @param ours and {@code theirs}: the next page of each side, both from behind the same id
     * @return the id from behind which the next pages are to be read; none when that were all
     */
    @Nullable
    UUID take(List<LedgerEntry> ours, List<LedgerEntry> theirs) {
        UUID upTo = first(lastOfFull(ours), lastOfFull(theirs));
        Map<UUID, LedgerEntry> here = byId(ours);
        Map<UUID, LedgerEntry> there = byId(theirs);
        TreeSet<UUID> ids = new TreeSet<>(BY_BYTES);
        ids.addAll(here.keySet());
        ids.addAll(there.keySet());
        for (UUID id : upTo == null ? ids : ids.headSet(upTo, true)) {
            compared++;
            LedgerEntry.difference(id, here.get(id), there.get(id)).ifPresent(this::differs);
        }
        return upTo;
    }

    private void differs(Suspect suspect) {
        total++;
        if (total <= Finding.LISTED) {
            differences.add(suspect);
        } else if (total <= CheckSql.MOST_SUSPECTS) {
            differences.add(new Suspect(suspect.id(), ""));
        }
    }

    /** Beyond the last id of a full page its side may have more. */
    private @Nullable UUID lastOfFull(List<LedgerEntry> page) {
        return page.size() < limit ? null : page.getLast().payment();
    }

    private static @Nullable UUID first(@Nullable UUID a, @Nullable UUID b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return BY_BYTES.compare(a, b) <= 0 ? a : b;
    }

    private static Map<UUID, LedgerEntry> byId(List<LedgerEntry> entries) {
        Map<UUID, LedgerEntry> byId = new HashMap<>();
        entries.forEach(entry -> byId.put(entry.payment(), entry));
        return byId;
    }

    Finding finding() {
        return new Finding(compared, 0, total, differences);
    }
}
