package dev.souk.audit.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.store.Finding;
import dev.souk.audit.store.LedgerEntry;
import dev.souk.audit.store.Suspect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LedgerComparisonProperties {
    /** Few ids, so that the sides meet; some with the highest bit set, which Java takes for a sign and databases do not. */
    private static final List<UUID> IDS = List.of(
            new UUID(1, 0),
            new UUID(1, -1),
            new UUID(2, 5),
            new UUID(Long.MAX_VALUE, 7),
            new UUID(Long.MIN_VALUE, 1),
            new UUID(-1, Long.MIN_VALUE),
            new UUID(-1, -1));

    @Provide
    Arbitrary<Map<UUID, LedgerEntry>> ledgers() {
        Arbitrary<Long> amounts = Arbitraries.of(0L, 100L, 101L);
        Arbitrary<LedgerEntry> entries = Combinators.combine(amounts, amounts, amounts, Arbitraries.of(true, false))
                .as((authorised, captured, refunded, voided) ->
                        new LedgerEntry(UUID.randomUUID(), "", "GBP", authorised, captured, refunded, voided));
        return Arbitraries.maps(Arbitraries.of(IDS), entries).map(LedgerComparisonProperties::sorted);
    }

    /** The entries in the order in which a database would page through them. */
    private static Map<UUID, LedgerEntry> sorted(Map<UUID, LedgerEntry> entries) {
        Map<UUID, LedgerEntry> sorted = new TreeMap<>(Comparator.comparing(UUID::toString));
        entries.forEach((id, entry) -> sorted.put(
                id,
                new LedgerEntry(
                        id,
                        entry.words(),
                        entry.currency(),
                        entry.authorised(),
                        entry.captured(),
                        entry.refunded(),
                        entry.voided())));
        return sorted;
    }

    @Property
    void findsWhatDiffersWhateverThePages(
            @ForAll("ledgers") Map<UUID, LedgerEntry> ours,
            @ForAll("ledgers") Map<UUID, LedgerEntry> theirs,
            @ForAll @IntRange(min = 1, max = 5) int page) {
        LedgerComparison comparison = new LedgerComparison(page);
        UUID after = LedgerComparison.BEGINNING;
        while (after != null) {
            after = comparison.take(behind(ours, after, page), behind(theirs, after, page));
        }

        Set<UUID> all = new HashSet<>(ours.keySet());
        all.addAll(theirs.keySet());
        List<String> expected = new ArrayList<>();
        for (UUID id : IDS) {
            if (all.contains(id) && differ(ours.get(id), theirs.get(id))) {
                expected.add(id.toString());
            }
        }
        Finding finding = comparison.finding();
        assertThat(finding.suspects().stream().map(Suspect::id)).containsExactlyElementsOf(expected);
        assertThat(finding.total()).isEqualTo(expected.size());
        assertThat(finding.checked()).isEqualTo(all.size());
    }

    private static List<LedgerEntry> behind(Map<UUID, LedgerEntry> entries, UUID after, int page) {
        return entries.values().stream()
                .filter(entry -> entry.payment().toString().compareTo(after.toString()) > 0)
                .limit(page)
                .toList();
    }

    private static boolean differ(
            @org.jspecify.annotations.Nullable LedgerEntry ours,
            @org.jspecify.annotations.Nullable LedgerEntry theirs) {
        List<Object> here = sums(ours);
        List<Object> there = sums(theirs);
        // A release of nothing changes nothing.
        List<Object> nothing = List.of(0L, 0L, 0L);
        // A hold behind a payment that was declined here is nothing once it has been let go.
        boolean letGo = ours != null
                && there.get(1).equals(0L)
                && there.get(2).equals(0L)
                && there.get(3).equals(true);
        boolean nothingThere = there.subList(0, 3).equals(nothing) || letGo;
        return !(here.subList(0, 3).equals(nothing) && nothingThere) && !here.equals(there);
    }

    private static List<Object> sums(@org.jspecify.annotations.Nullable LedgerEntry entry) {
        return entry == null
                ? List.of(0L, 0L, 0L, false)
                : List.of(entry.authorised(), entry.captured(), entry.refunded(), entry.voided());
    }
}
