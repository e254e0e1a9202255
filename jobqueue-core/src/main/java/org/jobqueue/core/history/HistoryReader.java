package org.jobqueue.core.history;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jobqueue.api.QueueIOException;
import org.jobqueue.api.event.EventQuery;
import org.jobqueue.api.event.EventReader;
import org.jobqueue.api.event.JobEvent;
import org.jobqueue.core.format.HistoryName;
import org.jobqueue.core.format.QueueLayout;
import org.jobqueue.core.fs.QueueFiles;
import org.jobqueue.core.protocol.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Merges the files of the history by time, day by day. A file is read when the merge comes to its
 * beginning, so that those in hand are those of writers that were active at the same time.
 *
 * <p>What was read is remembered by file for the last two days; older days are read once.
 */
public final class HistoryReader implements EventReader {
  private static final int MOST_PROBLEMS = 100;
  private static final int FEW_FILES = 200;
  private static final long NANOS_PER_FILE = 5_000_000;
  private static final long LONGEST_PAUSE = 30_000_000_000L;

  private final Environment environment;
  private final QueueFiles files;
  private final QueueLayout layout;
  private final EventQuery query;
  private final Predicate<String> writers;
  private final TreeMap<LocalDate, Map<String, HistoryFile>> days = new TreeMap<>();
  private final Deque<LocalDate> ahead = new ArrayDeque<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<LocalDate, String> badDays = new HashMap<>();
  private @Nullable Merge merge;
  private @Nullable LocalDate from;
  private long skipped;
  private boolean inRound;

  /** A reader that has read nothing so far. */
  public HistoryReader(Environment environment, QueueLayout layout, EventQuery query) {
    this(environment, layout, query, writer -> true);
  }

  /** The same, of the files of some writers only. */
  public HistoryReader(
      Environment environment, QueueLayout layout, EventQuery query, Predicate<String> writers) {
    this.writers = writers;
    this.environment = environment;
    this.files = environment.files();
    this.layout = layout;
    this.query = query;
    this.from = query.since().map(HistoryName::dayOf).orElse(null);
  }

  @Override
  public long poll(Predicate<? super JobEvent> consumer) {
    long count = 0;
    JobEvent event = next();
    while (event != null) {
      count++;
      if (!consumer.test(event)) {
        return count;
      }
      event = next();
    }
    return count;
  }

  /** The next event; null once there is none, and then the next call looks again. */
  public @Nullable JobEvent next() {
    if (!inRound) {
      ahead.addAll(listDays());
      inRound = true;
    }
    while (true) {
      Merge present = merge;
      if (present == null) {
        LocalDate day = ahead.poll();
        if (day == null) {
          inRound = false;
          return null;
        }
        forgetDaysLongBefore(day);
        merge = new Merge(day);
        continue;
      }
      JobEvent event = present.next();
      if (event != null) {
        return event;
      }
      merge = null;
    }
  }

  @Override
  public long skippedLines() {
    return skipped + cutOff().size();
  }

  @Override
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    all.addAll(cutOff());
    return List.copyOf(all.subList(0, Math.min(MOST_PROBLEMS, all.size())));
  }

  /** Of the files that are followed; a line may be complete at the next look. */
  private List<String> cutOff() {
    return days.values().stream()
        .flatMap(day -> day.values().stream())
        .filter(HistoryFile::endsInLine)
        .map(HistoryReader::cutOff)
        .toList();
  }

  private static String cutOff(HistoryFile file) {
    return file.name() + ": the last line is cut off";
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }

  private void badLine(String text) {
    skipped++;
    problem(text);
  }

  private List<LocalDate> listDays() {
    try {
      LocalDate first = from;
      return files.list(layout.history()).stream()
          .flatMap(name -> HistoryName.parseDay(name).stream())
          .filter(day -> first == null || !day.isBefore(first))
          .distinct()
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NotDirectoryException e) {
      if (badDays.put(LocalDate.MIN, "") == null) {
        problem("history: is not a directory");
      }
      return List.of();
    } catch (IOException e) {
      throw new QueueIOException(layout.history(), "the history cannot be read", e);
    }
  }

  /**
   * Writers whose clocks differ by less than a day may still write to the day before. A day that
   * has not come yet, by the clock here, is that of a clock that is wrong.
   */
  private void forgetDaysLongBefore(LocalDate day) {
    LocalDate today = HistoryName.dayOf(environment.clock().instant());
    LocalDate kept = (day.isAfter(today) ? today : day).minusDays(1);
    Map<LocalDate, Map<String, HistoryFile>> old = days.headMap(kept, false);
    old.values().stream()
        .flatMap(files -> files.values().stream())
        .filter(HistoryFile::endsInLine)
        .forEach(file -> badLine(cutOff(file)));
    old.clear();
    LocalDate first = from;
    from = first == null || first.isBefore(kept) ? kept : first;
  }

  /** The events of a day that have not been read. */
  private final class Merge {
    private final Deque<HistoryFile> ahead = new ArrayDeque<>();
    private final PriorityQueue<HistoryFile> active =
        new PriorityQueue<>(Comparator.comparing(HistoryFile::key));
    private final long now = environment.ticker().getAsLong();

    Merge(LocalDate day) {
      Map<String, HistoryFile> known = days.computeIfAbsent(day, any -> new HashMap<>());
      Path directory = layout.history().resolve(day.toString());
      for (String name : list(day, directory)) {
        Optional<HistoryName> parsed = HistoryName.parse(day, name);
        if (parsed.filter(file -> writers.test(file.writer())).isPresent()) {
          known.computeIfAbsent(
              name,
              any ->
                  new HistoryFile(
                      files, directory.resolve(name), parsed.get(), HistoryReader.this::badLine));
        }
      }
      long pause =
          known.size() < FEW_FILES ? 0 : Math.min(LONGEST_PAUSE, NANOS_PER_FILE * known.size());
      known.values().stream()
          .filter(file -> file.isDue(now, pause))
          .sorted(Comparator.comparing(HistoryFile::key).thenComparing(f -> f.name().file()))
          .forEach(ahead::add);
    }

    private List<String> list(LocalDate day, Path directory) {
      try {
        return files.list(directory);
      } catch (NoSuchFileException e) {
        return List.of(); // pruned
      } catch (IOException e) {
        if (badDays.put(day, "") == null) {
          problem("history/" + day + ": cannot be listed: " + e);
        }
        return List.of();
      }
    }

    @Nullable JobEvent next() {
      while (true) {
        activate();
        HistoryFile file = active.poll();
        if (file == null) {
          return null;
        }
        JobEvent event = file.peek();
        file.take();
        if (file.peek() != null) {
          active.add(file);
        } else {
          file.looked(false, now);
        }
        if (event != null && query.matches(event)) {
          return event;
        }
      }
    }

    private void activate() {
      HistoryFile first = ahead.peek();
      while (first != null && (active.isEmpty() || !first.key().isAfter(active.element().key()))) {
        ahead.remove();
        if (first.peek() != null) {
          active.add(first);
        } else {
          first.looked(true, now);
        }
        first = ahead.peek();
      }
    }
  }
}
