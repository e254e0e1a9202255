package org.jobqueue.testkit.proc;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A contract over a good procedure, of which each test makes a bad one. */
final class Subject {
  private Subject() {}

  /** What all these procedures are given. */
  public record Settings(@Parameter("anything that is not blank") String text) {
    /** Refuses blank text. */
    public Settings {
      if (text.isBlank()) {
        throw new IllegalArgumentException("text is blank");
      }
    }
  }

  /** A procedure that keeps the contract; bad ones change one thing. */
  static class Good extends JobProc {
    Good(String label) {
      super(label);
    }

    @Override
    public void run() throws Exception {
      setStatusLine("at work");
      execCmd("sh", "-c", "echo out; echo made > made");
      stdout().println("done");
    }
  }

  /** The plugin of the good procedure, in META-INF/services of these tests. */
  public static final class GoodPlugin implements JobProcPlugin {
    /** For the service loader. */
    public GoodPlugin() {}

    @Override
    public List<JobProcType<?>> types() {
      return List.of(JobProcType.of("good", "Does well.", Settings.class, s -> new Good(s.text())));
    }
  }

  /** A contract over a procedure of the service {@code GoodPlugin}, or in its place. */
  abstract static class Contract extends JobProcContract {
    /** The procedure that is tried. */
    JobProc proc(Settings settings) {
      return new Good(settings.text());
    }

    JobProcType<?> jobType() {
      return JobProcType.of("good", "Does well.", Settings.class, this::proc);
    }

    @Override
    protected JobProcPlugin plugin() {
      return new JobProcPlugin() {
        @Override
        public String name() {
          return "GoodPlugin";
        }

        @Override
        public List<JobProcType<?>> types() {
          return List.of(jobType());
        }
      };
    }

    @Override
    protected String type() {
      return "good";
    }

    @Override
    protected Map<String, ?> parameters(Path work) {
      return Map.of("text", "hello");
    }

    @Override
    protected List<Map<String, ?>> invalidParameters(Path work) {
      return List.of(Map.of("text", " "));
    }
  }

  /** The names of the tests of a contract that fail. */
  static List<String> failuresOf(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName().replace("()", ""))
        .toList();
  }
}
