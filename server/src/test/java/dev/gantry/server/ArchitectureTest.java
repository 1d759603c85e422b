package dev.gantry.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.gantry.ports.spi.DurableWrites;
import java.util.Set;
import java.util.stream.Stream;

/** The arrows between modules that Maven cannot draw. */
@AnalyzeClasses(packages = "dev.gantry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> AMBIENT = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.util.UUID.randomUUID",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.lang.Math.random",
            "java.util.Random.<init>",
            "java.lang.Thread.sleep");

    @ArchTest
    static final ArchRule domainAndPortsSeeTheJdkOnly = classes()
            .that()
            .resideInAnyPackage("dev.gantry.domain..", "dev.gantry.ports..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "dev.gantry.domain..", "dev.gantry.ports..");

    @ArchTest
    static final ArchRule theDomainSeesNothingElse = noClasses()
            .that()
            .resideInAPackage("dev.gantry.domain..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.gantry.ports..");

    /** The half of adapter-durastore that is a store (docs/adr/0025). */
    private static final String DRIVEN = "dev\\.gantry\\.durastore\\.(Remote|DurastoreProvider|DurastoreTasks).*";

    @ArchTest
    static final ArchRule theLabSeesTheDrivenPortsOnly = noClasses()
            .that()
            .resideInAPackage("dev.gantry.lab")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.gantry.ports.api..", "dev.gantry.engine..", "dev.gantry.file..");

    /** It speaks S3 by transport, whose refusals are those of the driving ports. */
    @ArchTest
    static final ArchRule theLabsArchiveIsAServerOfItsOwn = noClasses()
            .that()
            .resideInAPackage("dev.gantry.lab.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.gantry.ports.spi..", "dev.gantry.engine..", "dev.gantry.file..", "dev.gantry.s3..");

    @ArchTest
    static final ArchRule servedProtocolsDoNotTouchTheDrivenPorts = noClasses()
            .that()
            .resideInAnyPackage("dev.gantry.spectra..", "dev.gantry.durastore..")
            .and()
            .haveNameNotMatching(DRIVEN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.gantry.ports.spi..");

    @ArchTest
    static final ArchRule onlyTheServerKnowsGuice = noClasses()
            .that()
            .resideOutsideOfPackage("dev.gantry.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.inject..", "jakarta.inject..");

    private static final DescribedPredicate<JavaClass> IS_THE_SEAM = equivalentTo(DurableWrites.class)
            .or(equivalentTo(DurableWrites.Kind.class))
            .or(equivalentTo(DurableWrites.Write.class));

    @ArchTest
    static final ArchRule bulkTransfersSeeOnlyTheDrivingPorts = noClasses()
            .that()
            .haveNameMatching("dev\\.gantry\\.engine\\.(BulkTransfer|Transfer|Tree|Journal).*")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gantry.ports.spi..").and(not(IS_THE_SEAM)))
            .because("they reach stores by a gateway alone; the disk they write to is theirs (docs/adr/0008)");

    @ArchTest
    static final ArchRule onlyOneClassOfTheEngineKnowsResilience4j = noClasses()
            .that()
            .resideInAPackage("dev.gantry.engine..")
            .and()
            .doNotHaveSimpleName("Resilience")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.resilience4j..");

    @ArchTest
    static final ArchRule packagesMakeNoCycle =
            slices().matching("dev.gantry.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nettyStaysInsideOfTransport = classes()
            .that()
            .arePublic()
            .and()
            .resideInAPackage("dev.gantry..")
            .and()
            .resideOutsideOfPackage("dev.gantry.transport..")
            .should(showNoTypeOf("io.netty"));

    @ArchTest
    static final ArchRule domainEngineAndLabTakeTimeAndChanceFromOutside = classes()
            .that()
            .resideInAnyPackage("dev.gantry.domain..", "dev.gantry.engine..", "dev.gantry.lab..")
            .and()
            .doNotHaveSimpleName("SystemEnvironment")
            .should(callNothingAmbient());

    private static ArchCondition<JavaClass> showNoTypeOf(String prefix) {
        return new ArchCondition<>("show no type of " + prefix + " in a public signature") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getCodeUnits().stream()
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(unit ->
                                shown(unit).anyMatch(seen -> seen.getName().startsWith(prefix)))
                        .forEach(unit -> events.add(SimpleConditionEvent.violated(unit, unit.getFullName())));
            }
        };
    }

    private static Stream<JavaClass> shown(JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
    }

    private static ArchCondition<JavaClass> callNothingAmbient() {
        return new ArchCondition<>("take time, ids and chance from outside") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(access -> AMBIENT.contains(name(access)))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getTarget().getName();
    }
}
