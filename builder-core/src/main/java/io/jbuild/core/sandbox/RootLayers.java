package io.jbuild.core.sandbox;

import java.nio.file.Path;
import java.util.List;

/**
 * The folders whose overlay is the root of a run.
 *
 * @param lowers unpacked layers, the topmost first; empty for a base of {@code scratch}; up to 500
 * @param upper an empty folder that receives what the command changes: whiteouts as character
 *     devices 0:0, opaque folders by {@code user.overlay.opaque}
 * @param work an empty folder of the same file system as {@code upper}, emptied after the run; a
 *     sibling {@code <work>.stubs} is made and removed
 */
public record RootLayers(List<Path> lowers, Path upper, Path work) implements RunRoot {
  public RootLayers {
    lowers = List.copyOf(lowers);
  }
}
