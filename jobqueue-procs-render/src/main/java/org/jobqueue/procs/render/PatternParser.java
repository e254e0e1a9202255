package org.jobqueue.procs.render;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parser made of regular expressions: every line is looked at with each of them, up to the first
 * that says that it is harmless.
 */
final class PatternParser implements LineParser {
  private final List<Rule> rules = new ArrayList<>();

  /** A pattern, and what it means; without a meaning the line has none. */
  private record Rule(
      Pattern pattern, BiConsumer<Matcher, RenderEvents> meaning, boolean endsLine) {}

  /** Lines that mean nothing, though a later pattern would be found in them. */
  PatternParser harmless(String pattern) {
    rules.add(new Rule(Pattern.compile(pattern), (found, events) -> {}, true));
    return this;
  }

  /** Group 1 is the frame that is begun. */
  PatternParser frame(String pattern) {
    return add(
        pattern,
        (found, events) -> {
          String number = found.group(1);
          if (number.length() <= 9) {
            events.frame(Integer.parseInt(number));
          }
        });
  }

  /** Group 1 is the part of the frame that is done, in percent. */
  PatternParser percent(String pattern) {
    return add(
        pattern,
        (found, events) ->
            events.part(Double.parseDouble(found.group(1)) / 100, found.group(1) + " %"));
  }

  /** Group 1 is the file that was saved. */
  PatternParser saved(String pattern) {
    return add(pattern, (found, events) -> events.saved(found.group(1)));
  }

  /** Group 1 is what went wrong. */
  PatternParser error(String pattern) {
    return add(pattern, (found, events) -> events.error(found.group(1).strip()));
  }

  private PatternParser add(String pattern, BiConsumer<Matcher, RenderEvents> meaning) {
    rules.add(new Rule(Pattern.compile(pattern), meaning, false));
    return this;
  }

  @Override
  public void stdoutLine(String line, RenderEvents events) {
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(line);
      if (matcher.find()) {
        rule.meaning().accept(matcher, events);
        if (rule.endsLine()) {
          return;
        }
      }
    }
  }
}
