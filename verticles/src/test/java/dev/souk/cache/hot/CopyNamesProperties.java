package dev.souk.cache.hot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.cache.redis.HashSlot;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.cache.redis.SlotOwners.Range;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class CopyNamesProperties {
    /** Pieces of 256 slots each, of which every master has those that come after the others'. */
    private static SlotOwners owners(int masters, int rotated) {
        List<Range> ranges = new ArrayList<>();
        for (int piece = 0; piece < 64; piece++) {
            int master = (piece + rotated) % masters;
            ranges.add(new Range(piece * 256, piece * 256 + 255, "10.0.0." + master + ":6379", List.of()));
        }
        return new SlotOwners(ranges);
    }

    @Property
    void everyCopyLiesOnAnotherMasterAndNoMasterIsLeftOut(
            @ForAll @StringLength(min = 1, max = 64) @CharRange(from = '!', to = 'z') String key,
            @ForAll @IntRange(min = 1, max = 9) int masters,
            @ForAll @IntRange(max = 8) int rotated) {
        SlotOwners owners = owners(masters, rotated);

        List<String> names = CopyNames.of(key, "shop:", owners);

        Set<String> used = new HashSet<>();
        names.forEach(name -> used.add(owners.of(HashSlot.of("shop:" + name))));
        assertThat(used).hasSameSizeAs(names).isEqualTo(owners.masters());
        String before = "p:" + key + ":";
        assertThat(names)
                .allMatch(name -> name.startsWith(before)
                        && name.substring(before.length()).matches("[0-9]+"));
        assertThat(CopyNames.of(key, "shop:", owners(masters, rotated))).isEqualTo(names);
    }

    /** The braces of the key put all copies into one slot, whatever their suffix. */
    @Example
    void aKeyWithAHashTagHasOneCopy() {
        assertThat(CopyNames.of("{mug}", "", owners(3, 0))).hasSize(1);
    }

    @Example
    void withoutMastersThereAreNoCopiesAndSlotsWithoutAnOwnerGetNone() {
        assertThat(CopyNames.of("mug", "", new SlotOwners(List.of()))).isEmpty();
        SlotOwners half = new SlotOwners(List.of(new Range(0, 8_191, "a:1", List.of())));
        List<String> names = CopyNames.of("mug", "", half);
        assertThat(names).hasSize(1).allMatch(name -> HashSlot.of(name) < 8_192);
    }

    @Example
    void aHundredMastersDoNotMakeAHundredCopies() {
        List<Range> ranges = new ArrayList<>();
        for (int master = 0; master < 64; master++) {
            ranges.add(new Range(master * 256, master * 256 + 255, "m" + master, List.of()));
        }
        assertThat(CopyNames.of("mug", "", new SlotOwners(ranges))).hasSize(CopyNames.MOST);
    }
}
