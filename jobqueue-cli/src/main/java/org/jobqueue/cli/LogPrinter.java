package org.jobqueue.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Prints what was added to the files of an attempt since the last look. */
final class LogPrinter implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /** A file with its name for people. */
  record Log(String name, Path file) {}

  private final Console console;
  private final boolean raw;
  private final List<Reader> readers;
  private Reader current;

  LogPrinter(Console console, boolean raw, List<Log> logs) {
    this.console = console;
    this.raw = raw;
    this.readers = logs.stream().map(Reader::new).toList();
    this.current = readers.get(0);
  }

  /** Prints what is new in each file. */
  void printNew() throws IOException {
    for (Reader reader : readers) {
      reader.printNew();
    }
  }

  /** Ends a line that was not ended, when somebody reads it at a terminal. */
  @Override
  public void close() {
    if (!raw && current.inLine) {
      console.out().print('\n');
    }
  }

  private void switchTo(Reader reader) {
    if (current != reader) {
      if (!raw) {
        console.out().print((current.inLine ? "\n" : "") + "==> " + reader.log.name() + " <==\n");
        current.inLine = false;
      }
      current = reader;
    }
  }

  /** One file, how far it was read, and what was left of an incomplete character. */
  private final class Reader {
    private final Log log;
    private final CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER);
    private long position;
    private boolean inLine;
    private boolean afterReturn;

    Reader(Log log) {
      this.log = log;
    }

    void printNew() throws IOException {
      // Opened anew each time: on shared file systems an open file may not show what was added.
      try (FileChannel channel = FileChannel.open(log.file(), StandardOpenOption.READ)) {
        channel.position(position);
        while (channel.read(bytes) > 0 && !console.isClosed()) {
          position = channel.position();
          switchTo(this);
          bytes.flip();
          print();
          bytes.compact();
        }
      } catch (NoSuchFileException e) {
        // The attempt has not written to it yet.
      }
    }

    private void print() {
      if (raw) {
        console.out().write(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
        return;
      }
      decoder.decode(bytes, chars, false);
      chars.flip();
      console.out().print(printable(chars.toString()));
      chars.clear();
    }

    /** Programs that show progress rewrite their line after a carriage return: a line each. */
    private String printable(String text) {
      StringBuilder lines = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (afterReturn && c != '\n') {
          lines.append('\n');
        }
        afterReturn = c == '\r';
        lines.append(c);
      }
      String clean = Printable.text(lines.toString());
      if (!clean.isEmpty()) {
        inLine = !clean.endsWith("\n");
      }
      return clean;
    }
  }
}
