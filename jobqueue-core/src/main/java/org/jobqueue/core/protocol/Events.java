package org.jobqueue.core.protocol;

/**
 * Is told what this process does in a queue, after it is done. Nothing is decided from it: it never
 * throws, and what it is told may get lost.
 */
@FunctionalInterface
public interface Events {
  /** Nobody wants to know. */
  Events NONE = what -> {};

  /** Called after the transition. */
  void happened(Occurrence what);
}
