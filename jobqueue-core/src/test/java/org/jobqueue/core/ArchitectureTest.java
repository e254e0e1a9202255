package org.jobqueue.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What depends on what. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.jobqueue");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.jobqueue.core.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void theApiKnowsOnlyTheJdkAndJSpecify() {
    classes()
        .that()
        .resideInAPackage("org.jobqueue.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("org.jobqueue.api..", "java..", "org.jspecify.annotations..")
        .check(ALL);
  }

  @Test
  void onlyThePortTouchesTheQueuesFiles() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.jobqueue.core.archive..",
            "org.jobqueue.core.format..",
            "org.jobqueue.core.graph..",
            "org.jobqueue.core.history..",
            "org.jobqueue.core.hook..",
            "org.jobqueue.core.inspect..",
            "org.jobqueue.core.protocol..",
            "org.jobqueue.core.queue..",
            "org.jobqueue.core.reconcile..",
            "org.jobqueue.core.verify..",
            "org.jobqueue.core.work..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            Files.class,
            FileChannel.class,
            File.class,
            FileInputStream.class,
            FileOutputStream.class)
        .check(ALL);
  }

  @Test
  void guiceIsSeenOnlyInItsOwnPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.jobqueue.core.guice..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.inject..", "jakarta.inject..")
        .check(ALL);
  }

  @Test
  void theProtocolHasNoThreadsButTheBeatsOfASubmission() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.jobqueue.core.format..",
            "org.jobqueue.core.graph..",
            "org.jobqueue.core.inspect..",
            "org.jobqueue.core.protocol..")
        .and()
        .doNotHaveSimpleName("HierarchyWriter")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(ALL);
  }

  @Test
  void nobodyPrintsToTheConsole() {
    noClasses().should().accessField(System.class, "out").check(ALL);
    noClasses().should().accessField(System.class, "err").check(ALL);
    noClasses()
        .should()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace", PrintStream.class)
        .check(ALL);
  }
}
