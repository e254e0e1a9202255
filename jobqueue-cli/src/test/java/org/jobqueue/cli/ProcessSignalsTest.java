package org.jobqueue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** If signals were not caught, these tests would end the virtual machine. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals there cannot be raised like this")
class ProcessSignalsTest {
  private static void raise(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    type.getMethod("raise", type).invoke(null, type.getConstructor(String.class).newInstance(name));
  }

  @Test
  void everySignalCallsTheAction() throws Exception {
    Semaphore calls = new Semaphore(0);
    Signals.Watch watch = new ProcessSignals().watch(calls::release);
    try {
      raise("INT");
      assertThat(calls.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      raise("TERM");
      assertThat(calls.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      watch.end();
    }
  }

  @Test
  void theEndOfAWatchRestoresTheFormerOne() throws Exception {
    Semaphore outer = new Semaphore(0);
    Semaphore inner = new Semaphore(0);
    Signals.Watch first = new ProcessSignals().watch(outer::release);
    try {
      new ProcessSignals().watch(inner::release).end();
      raise("TERM");
      assertThat(outer.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      assertThat(inner.availablePermits()).isZero();
    } finally {
      first.end();
    }
  }
}
