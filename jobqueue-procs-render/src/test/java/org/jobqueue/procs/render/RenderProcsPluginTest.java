package org.jobqueue.procs.render;

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
    assertThat(plugin.types())
        .extracting(JobProcType::name)
        .containsExactly(
            "blender",
            "povray",
            "ffmpeg",
            "maya",
            "renderrib",
            "arnold",
            "vray",
            "houdini",
            "nuke");
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

  @Test
  void parametersAreBoundWithTheirDefaults() {
    ProcRegistry registry =
        ProcRegistry.builder().plugins(List.of(new RenderProcsPlugin())).build();
    assertThat(registry.problems()).isEmpty();
    Map<String, Object> parameters =
        Map.of("file", "/renders/cube.blend", "output", "//out/f_####", "startFrame", 3);
    assertThat(registry.require("blender").create(parameters).label())
        .isEqualTo("blender cube.blend, frame 3");
  }
}
