package org.jobqueue.core.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The priority of a hierarchy, once it has been changed: the name of an empty file beside the
 * register of its root, {@code p.<version>.<priority>.<by>}. Without one the definitions hold.
 *
 * <p>A change renames the present name to the next version. Only the first makes a file, and since
 * {@code by} is in its name, several may do so at the same time: the highest name counts, by
 * version, then by {@code by}, and the others mean nothing.
 *
 * @param version counts changes, from 1
 * @param priority 0 to 999
 * @param by who made this change
 */
public record PriorityName(long version, int priority, String by)
    implements Comparable<PriorityName> {
  private static final Pattern FORM =
      Pattern.compile("p\\.(\\d{1,18})\\.(\\d{1,3})\\.([A-Za-z0-9_-]{1,80})");
  private static final Comparator<PriorityName> ORDER =
      Comparator.comparingLong(PriorityName::version).thenComparing(PriorityName::by);

  /** Reads a name; empty if it is something else. */
  public static Optional<PriorityName> parse(String name) {
    if (!name.startsWith("p.")) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new PriorityName(
                Long.parseLong(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                matcher.group(3)))
        : Optional.empty();
  }

  /** The one that counts of all names in the state directory of a root; empty if none does. */
  public static Optional<PriorityName> present(Collection<String> names) {
    Optional<PriorityName> highest = Optional.empty();
    for (String name : names) {
      Optional<PriorityName> found = parse(name);
      if (found.isPresent() && (highest.isEmpty() || found.get().compareTo(highest.get()) > 0)) {
        highest = found;
      }
    }
    return highest;
  }

  /** By what counts more. */
  @Override
  public int compareTo(PriorityName other) {
    return ORDER.compare(this, other);
  }

  /** The file name. */
  @Override
  public String toString() {
    return "p." + version + '.' + priority + '.' + by;
  }
}
