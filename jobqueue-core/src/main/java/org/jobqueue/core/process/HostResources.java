package org.jobqueue.core.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jobqueue.api.WorkerResources;

/** What this machine has to offer to jobs. */
public final class HostResources {
  private static final Path DEVICES = Path.of("/dev");
  private static final String NVIDIA = "nvidia";

  private HostResources() {}

  /**
   * The processors and the memory that the Java machine is allowed to see, the GPUs that have a
   * device file {@code /dev/nvidia<index>}, and tags for the operating system, the processor and
   * the host.
   *
   * @param host the name of this machine
   */
  public static WorkerResources found(String host) {
    return new WorkerResources(
        Runtime.getRuntime().availableProcessors(), memory(), gpus(DEVICES), Map.of(), tags(host));
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  static List<String> gpus(Path devices) {
    Set<String> indices = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, NVIDIA + "[0-9]*")) {
      for (Path device : found) {
        String index = String.valueOf(device.getFileName()).substring(NVIDIA.length());
        if (index.chars().allMatch(Character::isDigit)) {
          indices.add(index);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // no such directory on this operating system
    }
    return List.copyOf(indices);
  }

  private static Set<String> tags(String host) {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system =
        name.contains("win") ? "windows" : name.contains("mac") ? "macos" : name.split(" ", 2)[0];
    Set<String> tags = new TreeSet<>();
    addTag(tags, system);
    addTag(tags, System.getProperty("os.arch", ""));
    addTag(tags, "host:" + host);
    return tags;
  }

  private static void addTag(Set<String> tags, String text) {
    String tag = text.replaceAll("[^A-Za-z0-9_.:-]", "-");
    if (!tag.isEmpty() && Character.isLetterOrDigit(tag.charAt(0))) {
      tags.add(tag.substring(0, Math.min(tag.length(), 60)));
    }
  }
}
