package org.jobqueue.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jobqueue.api.WorkerResources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a worker that say what it offers to jobs. */
final class OfferOptions {
  @Option(names = "--cores", paramLabel = "N", description = "Processor cores.")
  @Nullable Integer cores;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Sizes.class,
      description = "Memory, such as 64g.")
  @Nullable Long memory;

  @Option(
      names = "--gpus",
      paramLabel = "INDEX,...",
      split = ",",
      description = "The GPUs that it may use; none for no GPU.")
  @Nullable List<String> gpus;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      split = ",",
      description = "A tag beside those that are found; repeat for more.")
  List<String> tags = List.of();

  @Option(
      names = "--resource",
      paramLabel = "NAME=N",
      description = "An amount of something that jobs ask for by name.")
  Map<String, Integer> resources = Map.of();

  /** Whether there is anything but what is found. */
  boolean isGiven() {
    return cores != null
        || memory != null
        || gpus != null
        || !tags.isEmpty()
        || !resources.isEmpty();
  }

  /**
   * What was found on this machine, with what is given here in its place.
   *
   * @throws IllegalArgumentException if a value is not valid
   */
  WorkerResources applyTo(WorkerResources found) {
    WorkerResources offer = found;
    Integer number = cores;
    if (number != null) {
      offer = offer.withCores(number);
    }
    Long size = memory;
    if (size != null) {
      offer = offer.withMemory(size);
    }
    List<String> indices = gpus;
    if (indices != null) {
      offer = offer.withGpus(indices.equals(List.of("none")) ? List.of() : indices);
    }
    if (!tags.isEmpty()) {
      TreeSet<String> all = new TreeSet<>(found.tags());
      all.addAll(tags);
      offer = offer.withTags(all);
    }
    return resources.isEmpty() ? offer : offer.withAmounts(new TreeMap<>(resources));
  }
}
