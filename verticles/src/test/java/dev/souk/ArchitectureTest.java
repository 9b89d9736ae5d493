package dev.souk;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.souk.idempotency.ClaimRepository;
import io.netty.handler.codec.DecoderResult;
import io.vertx.core.internal.VertxBootstrap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages, and the dependencies that kinds of class may have. */
final class ArchitectureTest {
    private static final String ROOT = "dev.souk.";
    private static final Set<String> FEATURES =
            Set.of("catalog", "cart", "stock", "order", "payment", "notification", "audit", "ops");

    /** The packages that write to sockets, which belong to the edge. */
    private static final Set<String> SOCKETS =
            Set.of("dev.souk.notification.live", "dev.souk.notification.bridge", "dev.souk.notification.bridge.domain");

    /** The packages that each package may import besides itself; features and the edge may import all of the frame. */
    private static final Map<String, Set<String>> FRAME = Map.of(
            "settings", Set.of(),
            "money", Set.of(),
            "repair", Set.of(),
            "bus", Set.of("settings"),
            "sql", Set.of("settings", "bus"),
            "batch", Set.of("settings", "bus", "sql"),
            "cache", Set.of("settings", "bus", "sql", "batch"),
            "idempotency", Set.of("settings", "bus", "sql"),
            "messaging", Set.of("settings", "bus", "sql", "batch", "idempotency"));

    private static JavaClasses souk;

    @BeforeAll
    static void read() {
        souk = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Test scope: it stands beside the classes that are looked at.
                .withImportOption(location -> !location.contains("/dev/souk/embedded/"))
                .importPackages("dev.souk");
    }

    /** A rule that looks at no class fails too. */
    private static void hold(ArchRule rule) {
        rule.allowEmptyShould(false).check(souk);
    }

    /** {@code dev.souk.order.message.X} is of {@code order}; the root package is of nothing. */
    private static String partOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.", 2)[0] : "";
    }

    private static boolean isMessage(JavaClass type) {
        return isIn("message", type);
    }

    private static boolean isIn(String room, JavaClass type) {
        return (type.getPackageName() + ".").contains("." + room + ".");
    }

    @Test
    void everyPackageIsOfTheFrameAFeatureOrTheEdge() {
        Set<String> parts = new TreeSet<>();
        souk.forEach(type -> parts.add(partOf(type)));
        parts.remove("");
        parts.removeAll(FRAME.keySet());
        parts.removeAll(FEATURES);
        parts.remove("edge");

        org.assertj.core.api.Assertions.assertThat(parts).isEmpty();
    }

    @Test
    void importsPointOneWay() {
        hold(classes().should(new ArchCondition<>("import only what lies below") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith("dev.souk") && !isAllowed(type, target)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        }));
    }

    private static boolean isAllowed(JavaClass from, JavaClass to) {
        String part = partOf(from);
        String other = partOf(to);
        if (FRAME.containsKey(part)) {
            return other.equals(part) || FRAME.get(part).contains(other);
        }
        if (part.equals("edge") && to.getPackageName().equals("dev.souk.catalog.imports")) {
            // A body that is still being read cannot be asked about over the bus.
            return true;
        }
        if (part.equals("edge") && SOCKETS.contains(to.getPackageName())) {
            // A socket that is written to for as long as an order lives is no question of the bus either.
            return true;
        }
        if (isMessage(from)) {
            // The records that features share stand on their own: on the frame, and on no feature.
            return FRAME.containsKey(other) || other.equals(part) && isMessage(to);
        }
        return FRAME.containsKey(other) || other.equals(part) || FEATURES.contains(other) && isMessage(to);
    }

    @Test
    void theDomainIsPure() {
        hold(noClasses()
                .that(arePure())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "org.apache.kafka..", "dev.souk.sql..")
                .because("decisions are values in, values out"));
    }

    @Test
    void theDomainHasNoClockAndNoChance() {
        hold(noClasses()
                .that(arePure())
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.random.RandomGenerator.class));
    }

    private static DescribedPredicate<JavaClass> arePure() {
        List<String> endings = List.of("Machine", "Decision", "Input", "State", "Outcome", "Pricing");
        return new DescribedPredicate<>("are decisions") {
            @Override
            public boolean test(JavaClass type) {
                JavaClass outer = outermost(type);
                return FEATURES.contains(partOf(outer))
                        && (isMessage(outer)
                                || isIn("domain", outer)
                                || endings.stream().anyMatch(outer.getSimpleName()::endsWith));
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** The audit is SQL: its checks are statements, and trust no repository. */
    @Test
    void onlyRepositoriesHoldSql() {
        hold(noClasses()
                .that(new DescribedPredicate<>("are no repositories") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = outermost(type).getSimpleName();
                        return !Set.of("audit", "sql").contains(partOf(type))
                                && !name.endsWith("Repository")
                                && !name.endsWith("Rows");
                    }
                })
                .should()
                .callMethodWhere(new DescribedPredicate<>("a statement is prepared or run") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                        return call.getTargetOwner().getPackageName().startsWith("io.vertx.sqlclient")
                                && Set.of("query", "preparedQuery", "prepare").contains(call.getName());
                    }
                }));
    }

    @Test
    void onlyTheFrameOfSqlReadsTheClientsExceptions() {
        hold(noClasses()
                .that()
                .resideOutsideOfPackage("dev.souk.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.pgclient..")
                .because("SQLSTATE is read in one class"));
    }

    @Test
    void nobodyReachesIntoVertx() {
        hold(noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..impl..",
                                "io.vertx..internal..",
                                "org.apache.kafka..internals..",
                                "io.netty..")
                        // The return type of HttpServerRequest.decoderResult(), a public method.
                        .and(not(equivalentTo(DecoderResult.class)))
                        // The parameter of VertxServiceProvider.init(), a method of the service interface.
                        .and(not(equivalentTo(VertxBootstrap.class)))));
    }

    @Test
    void nothingKnowsTheLauncherTheServersOrTheProof() {
        hold(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.souk.launcher..", "dev.souk.embedded..", "dev.souk.prove.."));
    }

    @Test
    void nothingPrints() {
        hold(noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    /** The rules above would hold of an empty class path too. */
    @Test
    void theRulesSeeTheClasses() {
        org.assertj.core.api.Assertions.assertThat(souk.contain(ClaimRepository.class))
                .isTrue();
    }
}
