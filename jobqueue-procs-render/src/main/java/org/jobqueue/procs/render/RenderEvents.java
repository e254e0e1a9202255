package org.jobqueue.procs.render;

/** What the lines of a renderer can say. */
interface RenderEvents {
  /** It works on this frame now. */
  void frame(int number);

  /**
   * So much of the present frame is done.
   *
   * @param part 0 to 1
   * @param detail the same in words
   */
  void part(double part, String detail);

  /** What it does, in words. */
  void detail(String words);

  /** It has saved a picture, or left one as it was that was there. */
  void saved(String file);

  /** Something went wrong. */
  void error(String message);
}
