package dev.souk.launcher.retail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The data set has no categories: these are made up, the same for the same words every time. */
final class RetailCategories {
    static final String OTHER = "gifts";
    static final String SERVICES = "services";

    /** The first category that a word of the name belongs to; so the narrow ones come first. */
    private static final Map<String, Set<String>> WORDS = new LinkedHashMap<>();

    static {
        put("christmas", "CHRISTMAS XMAS SANTA REINDEER SNOWFLAKE SNOWMAN ADVENT NOEL BAUBLE ANGEL NATIVITY");
        put("jewellery", "NECKLACE BRACELET EARRINGS EARRING RING BROOCH BANGLE PENDANT HAIR TRINKET DIAMANTE");
        put("toys", "TOY TOYS DOLL DOLLS JIGSAW GAME GAMES PUZZLE DINOSAUR SKITTLES DOMINOES PLAYHOUSE SOLDIER BLOCK");
        put("toys", "SPACEBOY DOLLY CIRCUS MAGIC FELTCRAFT CHILDS CHILDRENS KIDS YOYO ROBOT");
        put("party", "PARTY BIRTHDAY BUNTING BALLOON BALLOONS GARLAND NAPKIN NAPKINS CONFETTI");
        put("bags", "BAG BAGS PURSE SHOPPER BACKPACK RUCKSACK WALLET UMBRELLA TOTE SHOULDER SUITCASE");
        put(
                "stationery",
                "NOTEBOOK PEN PENS PENCIL PENCILS CARD CARDS WRAP RIBBON RIBBONS STICKER STICKERS PAPER TAPE");
        put("stationery", "MAGNET MAGNETS ENVELOPE LETTER ORIGAMI CALENDAR ORGANISER RULER RUBBER STAMP TISSUES");
        put("lighting", "CANDLE CANDLES LIGHT LIGHTS LANTERN LAMP INCENSE CANDLESTICK CHANDELIER NIGHTLIGHT");
        put(
                "kitchen",
                "MUG CUP CUPS TEA COFFEE CAKE CAKES BOWL BOWLS PLATE PLATES LUNCH JAR JARS TIN TINS KITCHEN JUG");
        put("kitchen", "CUTLERY TEAPOT APRON EGG BREAD TRAY DISH SPOON BAKING COASTER COASTERS JELLY FOOD DINNER");
        put("kitchen", "BREAKFAST TUMBLER SAUCER TOAST FORK RECIPE TOWEL TOWELS FRIDGE BOTTLE GLASS SUGAR BISCUIT");
        put("garden", "GARDEN PLANT PLANTS BIRD BIRDS FLOWER FLOWERS WATERING HERB PARASOL FEEDER GARDENER");
        put("home", "SIGN HOOK HOOKS CLOCK FRAME FRAMES CUSHION MIRROR DOORMAT DRAWER CABINET KNOB HANGER BOX BOXES");
        put("home", "WICKER DOORSTOP CURTAIN QUILT BLANKET RACK COAT STAND HOLDER DOOR WALL CHAIR STOOL BATHROOM");
        put("home", "SOAP VASE PHOTO BASKET ORNAMENT HEART HEARTS DECORATION");
    }

    private RetailCategories() {}

    private static void put(String category, String words) {
        WORDS.merge(category, Set.of(words.split(" ")), (some, more) -> {
            List<String> all = new ArrayList<>(some);
            all.addAll(more);
            return Set.copyOf(all);
        });
    }

    /** @param code of fewer than two digits is no article: postage, a fee, an adjustment */
    static String of(String code, String name) {
        if (code.chars().filter(Character::isDigit).count() < 2) {
            return SERVICES;
        }
        Set<String> words =
                Set.copyOf(Arrays.asList(name.toUpperCase(Locale.ROOT).split("[^A-Z]+")));
        return WORDS.entrySet().stream()
                .filter(category -> words.stream().anyMatch(category.getValue()::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OTHER);
    }
}
