package org.jobqueue.api;

/** What can be wrong with a queue on disk, as {@link JobQueue#check} names it. */
public enum Damage {
  /** The register with the newest version wins; the others are removed. */
  TWO_STATES("two-states", "a job has more than one state name"),
  /** The job fails, with a version far above all that tickets could name. */
  NO_STATE("no-state", "a job has lost its state name"),
  /** The name is set aside; a job without another one fails. */
  UNREADABLE_STATE("unreadable-state", "a state name of a job cannot be understood"),
  /** The token is removed, and the parent's ticket issued if it was the last. */
  STALE_LATCH_TOKEN("stale-latch-token", "a latch waits for a sub-job that is done"),
  /** The token is removed, and the job's ticket issued if it was the last. */
  UNKNOWN_LATCH_TOKEN("unknown-latch-token", "a latch waits for something that is no sub-job"),
  /** The latch is restored, and the register moved on so that old tickets are void. */
  LATCH_MISSING("latch-missing", "a job waits without a latch for a sub-job that is not done"),
  /** The ticket is removed. */
  TICKET_WITHOUT_JOB("ticket-without-job", "a ticket names a job that does not exist"),
  /** The ticket of the present version is issued if the job waits; this one is removed. */
  STALE_TICKET("stale-ticket", "a ticket is for a version in which its job does not wait"),
  /** The right ticket is issued if the job waits; this one is removed. */
  MISPLACED_TICKET(
      "misplaced-ticket", "a ticket lies where no worker takes it, or names its job wrongly"),
  /** The ticket is issued. */
  JOB_WITHOUT_TICKET("job-without-ticket", "a job could run, but no ticket says so"),
  /** The job waits again, as after the death of its worker. */
  RUNNING_WITHOUT_WORKER("running-without-worker", "a job runs on a worker that does not exist"),
  /** The worker is declared dead, its jobs go back to the queue, its directories are removed. */
  DEAD_WORKER("dead-worker", "a worker has died and nobody has cleaned up after it"),
  /** The register counts it, so that no other attempt gets its number. */
  LOST_CLAIM("lost-claim", "a job has an attempt that its state does not know"),
  /** What was committed gets its tickets, anything else is removed. */
  HALF_BUILT("half-built", "a submission stopped half-way"),
  /** The number is marked as used and its directory removed. */
  RESERVED_NUMBER("reserved-number", "a number was reserved for a job that never came"),
  /** The deletion is completed. */
  HALF_DELETED("half-deleted", "a deletion stopped half-way"),
  /** The operation is completed. */
  HALF_CHANGED("half-changed", "a change of jobs or of a priority stopped half-way"),
  /** The link is set aside and written anew. */
  WRONG_LINK("wrong-link", "the link to a shared sub-job leads nowhere or elsewhere"),
  /** The link is set aside and written anew. */
  LINK_CYCLE("link-cycle", "the link to a shared sub-job leads to a job above it"),
  /** The link is written. */
  MISSING_LINK("missing-link", "the link to a shared sub-job is missing"),
  /** The directory is set aside and the link written. */
  COPY_FOR_LINK("copy-for-link", "a directory lies where a link to a shared sub-job belongs"),
  /** A waiting job fails; other jobs are left as they are. */
  DAMAGED_DEFINITION("damaged-definition", "the definition of a job cannot be read"),
  /** A waiting job fails; other jobs are left as they are. */
  MISSING_DEFINITION("missing-definition", "the definition of a job is missing"),
  /** Left alone: a newer program knows what to do. */
  NEWER_DEFINITION("newer-definition", "the definition of a job has a newer format"),
  /** The file is set aside and written anew with the default settings. */
  DAMAGED_CONFIGURATION("damaged-configuration", "the settings of the queue cannot be read"),
  /** The file is written anew with the default settings. */
  MISSING_CONFIGURATION("missing-configuration", "the settings of the queue are missing"),
  /** Moved below {@code quarantine/foreign/}, never deleted. */
  FOREIGN_FILE("foreign-file", "something lies within the queue that does not belong there"),
  /** The bits are added, if the owner of the file is the one who repairs. */
  WRONG_PERMISSIONS("wrong-permissions", "permissions that the queue's directory has are lacking"),
  /** The directory is made anew. */
  LOST_DIRECTORY("lost-directory", "a directory of the queue is missing"),
  /** The ticket is issued anew if the job waits; the old one is removed. */
  QUARANTINED_TICKET("quarantined-ticket", "the ticket of a job that is readable is in quarantine"),
  /** The job is moved to its place if that is free; otherwise a waiting job fails. */
  WRONG_PLACE("wrong-place", "a job lies where another one belongs"),
  /** The mark is removed. */
  GONE_MARK("gone-mark", "a number is marked as that of a deleted job, but the job lives"),
  /** Cannot be repaired. */
  RESULT_MISSING("result-missing", "the directory of the attempt that counts is missing"),
  /** Cannot be repaired. */
  SUB_JOB_NOT_DONE("sub-job-not-done", "a job ran before one of its sub-jobs was done"),
  /** A waiting parent fails: the sub-job is lost. */
  MISSING_SUB_JOB("missing-sub-job", "a sub-job is missing"),
  /** Cannot be repaired: what it said nobody knows. */
  DAMAGED_LIMIT("damaged-limit", "the definition of a limit cannot be read"),
  /** The file is removed, and with that the tokens are free. */
  STALE_LIMIT_TOKEN("stale-limit-token", "tokens of a limit are held for nothing"),
  /** The file is removed. */
  LEFTOVER_FILE("leftover-file", "a file was left behind where another was to be replaced"),
  /** Cannot be repaired. */
  UNREADABLE("unreadable", "the file system does not show what is there");

  private final String text;
  private final String meaning;

  Damage(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** The name that people and programs read, such as {@code stale-ticket}. */
  public String text() {
    return text;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }

  @Override
  public String toString() {
    return text;
  }
}
