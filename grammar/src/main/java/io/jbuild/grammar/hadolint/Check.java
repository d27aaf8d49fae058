package io.jbuild.grammar.hadolint;

/** Rules of one theme; made anew for each file, so that it may remember what it saw. */
interface Check {
  /** Called before the first instruction of a section. */
  default void enter(Section section) {}

  /** Called for every instruction in the order of the file, FROM among them. */
  void look(Visit visit);

  /** Called after the last instruction of the file. */
  default void end() {}
}
