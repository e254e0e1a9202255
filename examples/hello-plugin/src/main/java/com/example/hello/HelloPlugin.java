package com.example.hello;

import java.util.List;
import org.jobqueue.api.proc.JobProc;
import org.jobqueue.api.proc.JobProcPlugin;
import org.jobqueue.api.proc.JobProcType;
import org.jobqueue.api.proc.Parameter;

/** One job type, {@code hello}. */
public final class HelloPlugin implements JobProcPlugin {
  /** What a job of the type is given. */
  public record Greeting(
      @Parameter("whom to greet") String name,
      @Parameter(value = "how often", defaultValue = "1") int times) {}

  @Override
  public List<JobProcType<?>> types() {
    return List.of(JobProcType.of("hello", "Greets.", Greeting.class, Hello::new));
  }

  private static final class Hello extends JobProc {
    private final Greeting greeting;

    Hello(Greeting greeting) {
      super("hello " + greeting.name());
      this.greeting = greeting;
    }

    @Override
    public void run() throws InterruptedException {
      for (int i = 1; i <= greeting.times(); i++) {
        execCmd("echo", "Hello", greeting.name()); // its output is the log of the job
        setProgress(100 * i / greeting.times());
      }
    }
  }
}
