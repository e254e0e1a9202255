package org.jobqueue.procs.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.jobqueue.core.plugin.ProcRegistry;
import org.junit.jupiter.api.Test;

class CommandProcsPluginTest {
  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(JobProcPlugin.class))
        .hasAtLeastOneElementOfType(CommandProcsPlugin.class);
  }

  @Test
  void isInstalledByItsModule() {
    Set<JobProcPlugin> plugins =
        Guice.createInjector(new CommandProcsModule())
            .getInstance(Key.get(new TypeLiteral<Set<JobProcPlugin>>() {}));
    assertThat(plugins).hasOnlyElementsOfType(CommandProcsPlugin.class).hasSize(1);
  }

  @Test
  void hasItsTypes() {
    CommandProcsPlugin plugin = new CommandProcsPlugin();
    assertThat(plugin.name()).isEqualTo("command");
    assertThat(plugin.types())
        .extracting(JobProcType::name)
        .containsExactly("command", "script", "dumpenv", "group");
  }

  @Test
  void everyParameterIsDescribed() {
    for (JobProcType<?> type : new CommandProcsPlugin().types()) {
      assertThat(type.description()).isNotBlank();
      assertThat(Arrays.stream(type.parameters().getRecordComponents()))
          .allSatisfy(
              component ->
                  assertThat(component.getAnnotation(Parameter.class).value()).isNotBlank());
    }
  }

  @Test
  void parametersAreBoundWithTheirDefaults() {
    ProcRegistry registry =
        ProcRegistry.builder().plugins(List.of(new CommandProcsPlugin())).build();
    assertThat(registry.problems()).isEmpty();
    assertThat(registry.require("command").create(Map.of("arguments", List.of("ls", "-l"))).label())
        .isEqualTo("ls -l");
    assertThat(registry.require("script").create(Map.of("script", "make tea")).label())
        .isEqualTo("make tea");
    assertThat(registry.require("dumpenv").create(Map.of()).label()).isEqualTo("dumpenv");
    assertThat(registry.require("group").create(Map.of("label", "shot\n42")).label())
        .isEqualTo("shot 42");
  }
}
