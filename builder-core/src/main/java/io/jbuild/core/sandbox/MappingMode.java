package io.jbuild.core.sandbox;

/** How ids inside of the entered user namespace relate to those outside. */
public enum MappingMode {
  /** 0 is the calling user, 1 and up come from the subordinate ranges: owners are real. */
  SUBUID,
  /** 0 is the calling user and there is no other id: owners are pretended and lost. */
  SINGLE,
  /** Real root: every id is itself. */
  ROOT;

  /**
   * Whether files keep the owners that a step gives them. A result made without may never stand in
   * for one made with them.
   */
  public boolean keepsOwners() {
    return this != SINGLE;
  }
}
