package org.jobqueue.testkit.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.testkit.files.Call.Operation;

/** The port of one client: turns each operation into a {@link Call} and each {@link Reply} back. */
public final class CallingFiles implements QueueFiles {
  /** Answers calls; the place at which a test decides what happens. */
  @FunctionalInterface
  public interface Server {
    /** Carries out one call. */
    Reply call(Call call);
  }

  private final Path root;
  private final Server server;

  /** A client for the tree whose root has that path. */
  public CallingFiles(Path root, Server server) {
    this.root = root;
    this.server = server;
  }

  private List<String> names(Path path) {
    Path relative = root.relativize(path);
    List<String> names = new ArrayList<>(relative.getNameCount());
    for (Path name : relative) {
      if (!name.toString().isEmpty()) {
        names.add(name.toString());
      }
    }
    return names;
  }

  private Reply ask(Call call) throws IOException {
    Reply reply = server.call(call);
    if (!reply.ok()) {
      throw reply.failure(call);
    }
    return reply;
  }

  private Reply ask(Operation operation, Path path) throws IOException {
    return ask(new Call(operation, names(path), List.of(), Content.EMPTY, 0));
  }

  private void change(Operation operation, Path path, Content content) throws IOException {
    ask(new Call(operation, names(path), List.of(), content, 0));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return listSome(directory, Integer.MAX_VALUE);
  }

  @Override
  public List<String> listSome(Path directory, int limit) throws IOException {
    return ask(new Call(Operation.LIST, names(directory), List.of(), Content.EMPTY, limit)).names();
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    ask(Operation.CREATE_DIRECTORY, directory);
  }

  @Override
  public void createFile(Path file, byte[] content) throws IOException {
    change(Operation.CREATE_FILE, file, Content.of(content));
  }

  @Override
  public void replaceFile(Path file, byte[] content) throws IOException {
    change(Operation.REPLACE_FILE, file, Content.of(content));
  }

  /** What is written reaches the server when the stream is closed. */
  @Override
  public OutputStream openOutput(Path file) throws IOException {
    change(Operation.REPLACE_FILE, file, Content.EMPTY);
    return new ByteArrayOutputStream() {
      @Override
      public void close() throws IOException {
        change(Operation.REPLACE_FILE, file, Content.of(toByteArray()));
      }
    };
  }

  @Override
  public byte[] read(Path file, int limit) throws IOException {
    return ask(new Call(Operation.READ, names(file), List.of(), Content.EMPTY, limit))
        .content()
        .bytes();
  }

  @Override
  public boolean tryLink(Path file, Path name) throws IOException {
    Call call = new Call(Operation.LINK, names(name), names(file), Content.EMPTY, 0);
    Reply reply = server.call(call);
    return switch (reply.outcome()) {
      case OK -> true;
      case MISSING, EXISTS -> throw reply.failure(call);
      default -> false; // like the real one, which takes all other errors for a lack of links
    };
  }

  @Override
  public void createSymbolicLink(Path link, Path target) throws IOException {
    ask(new Call(Operation.CREATE_LINK, names(link), List.of(target.toString()), Content.EMPTY, 0));
  }

  @Override
  public void rename(Path source, Path target) throws IOException {
    ask(new Call(Operation.RENAME, names(source), names(target), Content.EMPTY, 0));
  }

  @Override
  public void deleteFile(Path file) throws IOException {
    ask(Operation.DELETE_FILE, file);
  }

  @Override
  public void deleteDirectory(Path directory) throws IOException {
    ask(Operation.DELETE_DIRECTORY, directory);
  }

  @Override
  public QueueFiles.Kind kind(Path path) throws IOException {
    return ask(Operation.LOOK, path).kind();
  }

  @Override
  public void sync(Collection<Path> filesAndDirectories) throws IOException {
    IOException failure = null;
    for (Path path : filesAndDirectories) {
      try {
        ask(Operation.SYNC, path);
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
