package org.jobqueue.core.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to the rest of the output when the process has ended. */
@Timeout(60)
class StreamPumpTest {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final CallbackGate gate = new CallbackGate();

  @Test
  void whatIsInThePipeIsReadEvenAfterTheDeadline() throws InterruptedException {
    List<String> all = IntStream.rangeClosed(1, 10_000).mapToObj(Integer::toString).toList();
    CountDownLatch inCallback = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StreamPump pump =
        pump(
            new FullPipe(String.join("\n", all)),
            line -> {
              lines.add(line);
              inCallback.countDown();
              awaitUninterrupted(goOn);
            });
    pump.start("pump");
    inCallback.await();
    Thread finisher = new Thread(() -> pump.finish(System.nanoTime()));
    finisher.start();
    while (finisher.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    goOn.countDown();
    finisher.join();
    assertThat(lines).isEqualTo(all);
  }

  @Test
  void anEndlessWriterIsLeftAfterTheDeadline() throws InterruptedException {
    CountDownLatch inCallback = new CountDownLatch(1);
    StreamPump pump = pump(new EndlessPipe(), line -> inCallback.countDown());
    pump.start("pump");
    inCallback.await();
    pump.finish(System.nanoTime());
    int written = file.size();
    assertThat(written).isPositive();
    pump.finish(System.nanoTime());
    assertThat(file.size()).isEqualTo(written);
  }

  @Test
  void aSilentWriterIsLeftAtTheDeadline() throws InterruptedException {
    SilentPipe pipe = new SilentPipe();
    StreamPump pump = pump(pipe, lines::add);
    pump.start("pump");
    pipe.silent.await();
    pump.finish(System.nanoTime());
    pipe.goOn.countDown();
    pipe.reader.join();
    assertThat(file.toString(UTF_8)).isEqualTo("whole\npart");
    assertThat(lines).containsExactly("whole", "part");
  }

  @Test
  void anInterruptDoesNotShortenTheEnd() throws InterruptedException {
    StreamPump pump = pump(new FullPipe("one\ntwo"), lines::add);
    pump.start("pump");
    Thread.currentThread().interrupt();
    pump.finish(Long.MAX_VALUE / 2 + System.nanoTime());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(lines).containsExactly("one", "two");
  }

  private StreamPump pump(InputStream in, Consumer<String> callback) {
    return new StreamPump(in, new CommandOutput(file, callback), gate);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Text that is all in the pipe before anybody reads. */
  private static final class FullPipe extends InputStream {
    private final byte[] bytes;
    private int position;

    FullPipe(String text) {
      bytes = text.getBytes(UTF_8);
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, available());
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
      return bytes.length - position;
    }
  }

  /** Always has another line. */
  private static final class EndlessPipe extends InputStream {
    @Override
    public int read() {
      return '\n';
    }

    @Override
    public int available() {
      return 1000;
    }
  }

  /** Has some text, then nothing for a long time, then more. */
  private static final class SilentPipe extends InputStream {
    private final CountDownLatch silent = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Thread reader = Thread.currentThread();
    private boolean started;

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      String text = "whole\npart";
      if (started) {
        reader = Thread.currentThread();
        silent.countDown();
        awaitUninterrupted(goOn);
        text = " more\nlate\n";
      }
      started = true;
      byte[] bytes = text.getBytes(UTF_8);
      System.arraycopy(bytes, 0, target, offset, bytes.length);
      return bytes.length;
    }
  }
}
