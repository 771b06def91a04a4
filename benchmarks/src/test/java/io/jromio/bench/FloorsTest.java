package io.jromio.bench;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.jromio.comm.CommProvider;
import java.lang.foreign.Linker;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.util.Map;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the floors of the house: who may use whom, and what is said in one room only. The whole
 * product is on this module's class path, so the rules live on the top floor.
 */
final class FloorsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.jromio");

  /** Every floor with the floors that it may use. */
  private static final Map<String, Set<String>> FLOORS =
      Map.of(
          "hints", Set.of(),
          "comm", Set.of(),
          "dfs", Set.of(),
          "adio", Set.of("hints", "dfs"),
          "collective", Set.of("adio", "comm", "hints"),
          "mpiio", Set.of("collective", "adio", "comm", "hints"),
          "h5vol", Set.of("mpiio", "adio", "dfs", "comm", "hints"),
          "bench", Set.of("h5vol", "mpiio", "collective", "adio", "dfs", "comm", "hints"));

  /** Where environment variables become values, besides comm's providers and launchers. */
  private static final Set<String> RESOLVERS =
      Set.of(
          "io.jromio.hints.HintResolver",
          "io.jromio.h5vol.vol.ConnectorResolver",
          "io.jromio.adio.AdioDrivers",
          "io.jromio.adio.daos.DaosEnvironment",
          "io.jromio.comm.Comms",
          "io.jromio.bench.daos.Daos",
          "io.jromio.bench.ior.IorHintResolver");

  private static final String[] NATIVE_BINDINGS = {
    "io.jromio.adio.ufs..", "io.jromio.bench.filesystem.."
  };

  /** Where every byte passes. */
  private static final String[] HOT_PATHS = {
    "io.jromio.comm.shm..",
    "io.jromio.adio.datatype..",
    "io.jromio.adio.view..",
    "io.jromio.adio.independent..",
    "io.jromio.adio.ufs..",
    "io.jromio.adio.mem..",
    "io.jromio.adio.daos..",
    "io.jromio.dfs.transport..",
    "io.jromio.dfs.wire..",
    "io.jromio.h5vol.convert..",
    "io.jromio.h5vol.nativefile.filter..",
    "io.jromio.h5vol.nativefile.transfer.."
  };

  static Stream<String> floors() {
    return FLOORS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("floors")
  void shouldUseOnlyTheFloorsBelowWhenOnFloor(String floor) {
    String own = "io.jromio." + floor + "..";
    String[] allowed =
        Stream.concat(FLOORS.getOrDefault(floor, Set.of()).stream(), Stream.of(floor))
            .map(name -> "io.jromio." + name + "..")
            .toArray(String[]::new);
    assertFalse(HOUSE.that(resideInAPackage(own)).isEmpty(), "no class on floor " + floor);
    noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.jromio..")
                .and(describe("outside the floors allowed", type -> !isIn(type, allowed))))
        .check(HOUSE);
  }

  private static boolean isIn(JavaClass type, String... packages) {
    return resideInAnyPackage(packages).test(type);
  }

  @Test
  void shouldStandOnOneOfTheFloorsWhenInTheHouse() {
    String[] all = floors().map(floor -> "io.jromio." + floor + "..").toArray(String[]::new);
    classes().that().resideInAPackage("io.jromio..").should().resideInAnyPackage(all).check(HOUSE);
  }

  @Test
  void shouldHaveNoPackageCyclesWhenSliced() {
    slices().matching("io.jromio.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void shouldReadTheEnvironmentOnlyWhenResolving() {
    noClasses()
        .that(
            describe(
                "are no resolvers",
                type ->
                    !RESOLVERS.contains(type.getName())
                        && !type.isAssignableTo(CommProvider.class)
                        && !type.getPackageName().equals("io.jromio.comm.launch")))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(HOUSE);
  }

  @Test
  void shouldLinkNativeCodeOnlyWhenPackageBindsALibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages(NATIVE_BINDINGS)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Linker.class)
        .check(HOUSE);
  }

  @Test
  void shouldUseNettyOnlyWhenInTheTransport() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.jromio.dfs.transport..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(HOUSE);
  }

  @Test
  void shouldUseNoAsynchronousFileChannelWhenMovingBytes() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(AsynchronousFileChannel.class)
        .because("a confined segment handed to it never completes")
        .check(HOUSE);
  }

  @Test
  void shouldUseNoStreamsWhenOnAHotPath() {
    noClasses()
        .that()
        .resideInAnyPackage(HOT_PATHS)
        .should()
        .dependOnClassesThat()
        .areAssignableTo(BaseStream.class)
        .check(HOUSE);
  }

  @Test
  void shouldTakeAndGiveMemorySegmentsWhenApiIsPublic() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(notMention(ByteBuffer.class))
        .check(HOUSE);
  }

  @Test
  void shouldBeFinalOrOpenByDesignWhenPublicAndConcrete() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and(describe("are concrete", type -> !type.getModifiers().contains(JavaModifier.ABSTRACT)))
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(HOUSE);
  }

  private static ArchCondition<JavaMethod> notMention(Class<?> banned) {
    return new ArchCondition<>("not mention " + banned.getSimpleName()) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean mentions =
            method.getRawReturnType().isAssignableTo(banned)
                || method.getRawParameterTypes().stream()
                    .anyMatch(type -> type.isAssignableTo(banned));
        if (mentions) {
          events.add(SimpleConditionEvent.violated(method, method.getFullName()));
        }
      }
    };
  }
}
