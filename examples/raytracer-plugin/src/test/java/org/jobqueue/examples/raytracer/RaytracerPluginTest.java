package org.jobqueue.examples.raytracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.junit.jupiter.api.Test;

class RaytracerPluginTest {
  private static final Path OUTPUT = Path.of("frames").toAbsolutePath();

  @Test
  void isFoundByTheServiceLoader() {
    List<JobProcPlugin> found =
        ServiceLoader.load(JobProcPlugin.class).stream().map(ServiceLoader.Provider::get).toList();
    assertThat(found).hasSize(1);
    assertThat(found.get(0)).isInstanceOf(RaytracerPlugin.class);
    assertThat(found.get(0).name()).isEqualTo("raytracer");
    assertThat(found.get(0).types())
        .extracting(JobProcType::name)
        .containsExactly("raytrace-frame", "raytrace-assemble");
  }

  @Test
  void documentsEveryParameter() {
    for (JobProcType<?> type : new RaytracerPlugin().types()) {
      for (RecordComponent component : type.parameters().getRecordComponents()) {
        Parameter parameter = component.getAnnotation(Parameter.class);
        assertThat(parameter).as("%s of %s", component.getName(), type.name()).isNotNull();
        assertThat(parameter.value()).endsWith(".");
      }
    }
  }

  @Test
  void labelsJobsByWhatTheyMake() {
    assertThat(new FrameProc(new FrameParameters(7, 24, OUTPUT, 320, 180, 4)).label())
        .isEqualTo("frame 7 of 24");
    assertThat(new AssembleProc(new AssembleParameters(24, OUTPUT, 12, 6)).label())
        .isEqualTo("animation of 24 frames");
  }
}
