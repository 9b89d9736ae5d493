package dev.souk.prove;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.souk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** The shop's own code is not even on the class path; this rule is for a change that puts it there. */
    @ArchTest
    static final ArchRule PROVE_SHARES_NO_CODE_WITH_THE_SHOP = noClasses()
            .that()
            .resideInAPackage("dev.souk.prove..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.souk..")
                    .and(resideOutsideOfPackages("dev.souk.prove..", "dev.souk.embedded..")));

    @ArchTest
    static final ArchRule THE_CHECKER_KNOWS_THE_HISTORY_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.souk.prove.check..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.souk.prove.buyer..", "dev.souk.prove.naive..", "dev.souk.embedded..");

    @ArchTest
    static final ArchRule BUYERS_KNOW_NOTHING_OF_SHOPS = noClasses()
            .that()
            .resideInAnyPackage("dev.souk.prove.buyer..", "dev.souk.prove.follow..", "dev.souk.prove.merchant..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.souk.prove.check..", "dev.souk.prove.naive..", "dev.souk.embedded..");

    /** The world alone starts the instances of the naive shop, as processes of their own. */
    @ArchTest
    static final ArchRule THE_NAIVE_SHOP_IS_THE_WORLDS_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.souk.prove.naive..", "dev.souk.prove.world..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.souk.prove.naive..");

    /** The report counts from the history and the verdicts, and takes nothing from the classes that ran the test. */
    @ArchTest
    static final ArchRule THE_REPORT_KNOWS_WHAT_WAS_WRITTEN_DOWN = noClasses()
            .that()
            .resideInAPackage("dev.souk.prove.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.souk.prove.buyer..",
                    "dev.souk.prove.naive..",
                    "dev.souk.prove.world..",
                    "dev.souk.prove.fault..",
                    "dev.souk.embedded..");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("dev.souk.prove.(*)..").should().beFreeOfCycles();
}
