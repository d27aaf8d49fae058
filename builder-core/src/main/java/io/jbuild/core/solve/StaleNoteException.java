package io.jbuild.core.solve;

import java.io.IOException;

/**
 * What was noted of a context is wrong, or was when its files were walked: a file changed while the
 * build ran. The note is gone; what went by it has to be done again.
 */
public final class StaleNoteException extends IOException {
  private static final long serialVersionUID = 1L;

  StaleNoteException(String where) {
    super("files of " + where + " changed while the build ran");
  }
}
