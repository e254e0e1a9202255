package org.jobqueue.procs.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.Set;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;

class RenderProcsPluginTest {
  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(JobProcPlugin.class))
        .hasAtLeastOneElementOfType(RenderProcsPlugin.class);
  }

  @Test
  void isInstalledByItsModule() {
    Set<JobProcPlugin> plugins =
        Guice.createInjector(new RenderProcsModule())
            .getInstance(Key.get(new TypeLiteral<Set<JobProcPlugin>>() {}));
    assertThat(plugins).hasOnlyElementsOfType(RenderProcsPlugin.class).hasSize(1);
  }

  @Test
  void hasItsTypes() {
    RenderProcsPlugin plugin = new RenderProcsPlugin();
    assertThat(plugin.name()).isEqualTo("render");
    assertThat(plugin.types()).extracting(JobProcType::name).containsExactly("blender");
  }

  @Test
  void everyParameterIsDescribed() {
    for (JobProcType<?> type : new RenderProcsPlugin().types()) {
      assertThat(type.description()).isNotBlank();
      assertThat(Arrays.stream(type.parameters().getRecordComponents()))
          .allSatisfy(
              component ->
                  assertThat(component.getAnnotation(Parameter.class).value()).isNotBlank());
    }
  }
}
