package org.jobqueue.core.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jobqueue.api.HostBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which hosts take no jobs of which types for a while: a file {@code
 * hosts/<host>/b.<type>.<until>.<by>} for each, whose content is the reason in words. {@code until}
 * is in milliseconds since 1970 by the clock of that host, and only its own workers compare it. A
 * file that is removed lets the host take such jobs again; nothing else depends on these files.
 */
public final class HostBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(HostBlocks.class);
  private static final Pattern FORM =
      Pattern.compile("b\\.([a-z0-9.-]{1,100})\\.(\\d{1,18})\\.([A-Za-z0-9_-]{1,80})");
  private static final int LONGEST_REASON = 4096;

  private final QueueDirectory queue;

  /** The block list of a queue. */
  public HostBlocks(QueueDirectory queue) {
    this.queue = queue;
  }

  /** How the host of this machine is called in the list. */
  public String thisHost() {
    String prefix = queue.environment().processes().self().tokenPrefix();
    return prefix.substring(0, prefix.indexOf('_'));
  }

  /** Keeps this host from taking jobs of a type. */
  public void add(String type, Instant until, String reason, String worker) throws IOException {
    String name = "b." + type + "." + until.toEpochMilli() + "." + worker;
    Path file = directory(thisHost()).resolve(name);
    queue.createDirectories(directory(thisHost()));
    String text = reason.length() > 1000 ? reason.substring(0, 1000) : reason;
    queue.files().createFile(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What this host does not take now. What is over is removed. */
  public List<HostBlock> ofThisHost() throws IOException {
    List<HostBlock> blocks = new ArrayList<>();
    for (String name : queue.listOrEmpty(directory(thisHost()))) {
      Optional<HostBlock> block = parse(thisHost(), name);
      if (block.isPresent() && block.get().until().isBefore(queue.now())) {
        queue.deleteFileIfExists(directory(thisHost()).resolve(name));
      } else if (block.isPresent()) {
        blocks.add(block.get());
      }
    }
    return blocks;
  }

  /** All that are in the list, by host and type. */
  public List<HostBlock> all() throws IOException {
    List<HostBlock> blocks = new ArrayList<>();
    for (String host : queue.listOrEmpty(queue.layout().hosts())) {
      for (String name : queue.listOrEmpty(directory(host))) {
        parse(host, name).ifPresent(blocks::add);
      }
    }
    blocks.sort(Comparator.comparing(HostBlock::host).thenComparing(HostBlock::type));
    return blocks;
  }

  /** Removes a host and a type from the list; false if they are not in it. */
  public boolean remove(String host, String type) throws IOException {
    boolean found = false;
    for (String name : queue.listOrEmpty(directory(host))) {
      if (parse(host, name).filter(block -> block.type().equals(type)).isPresent()) {
        queue.deleteFileIfExists(directory(host).resolve(name));
        found = true;
      }
    }
    return found;
  }

  private Path directory(String host) {
    return queue.layout().hosts().resolve(host);
  }

  private Optional<HostBlock> parse(String host, String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Instant until = Instant.ofEpochMilli(Long.parseLong(matcher.group(2)));
    return Optional.of(new HostBlock(host, matcher.group(1), until, reason(host, name)));
  }

  private String reason(String host, String name) {
    try {
      byte[] content = queue.files().read(directory(host).resolve(name), LONGEST_REASON);
      return new String(content, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      LOG.debug("why {} is in the block list cannot be read", name, e);
      return "";
    }
  }
}
