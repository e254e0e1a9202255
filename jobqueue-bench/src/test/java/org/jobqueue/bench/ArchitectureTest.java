package org.jobqueue.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The queue's files are touched by the queue alone, which the floor is not. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.jobqueue.bench");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.jobqueue.bench.(*)..").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void onlyTheFloorTouchesFilesByItself() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.jobqueue.bench.floor..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Files.class, FileChannel.class)
        .check(ALL);
  }

  @Test
  void nobodyPrintsToTheConsole() {
    noClasses().should().accessField(System.class, "out").check(ALL);
    noClasses().should().accessField(System.class, "err").check(ALL);
  }
}
