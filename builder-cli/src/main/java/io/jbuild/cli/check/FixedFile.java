package io.jbuild.cli.check;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.SourceBytes;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.UnifiedDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A file whose findings were mended: shown as a diff, or put in the place of the old one. */
public final class FixedFile {
  private FixedFile() {}

  /** What changes from one text to the other, as a unified diff; empty where nothing does. */
  public static String diff(Source before, Source after) {
    List<TextEdit> edits = new ArrayList<>();
    for (AbstractDelta<String> delta : DiffUtils.diff(lines(before), lines(after)).getDeltas()) {
      int first = delta.getSource().getPosition();
      Range range =
          new Range(start(before, first), start(before, first + delta.getSource().size()));
      edits.add(new TextEdit(range, String.join("", delta.getTarget().getLines())));
    }
    return UnifiedDiff.of(before, edits);
  }

  private static int start(Source source, int line) {
    return line < source.lineCount() ? source.lineStart(line + 1) : source.text().length();
  }

  /** With their line feeds, so that the last one tells whether it has one. */
  private static List<String> lines(Source source) {
    List<String> lines = new ArrayList<>();
    for (int line = 0; line < source.lineCount(); line++) {
      String text = source.text().substring(start(source, line), start(source, line + 1));
      if (!text.isEmpty()) {
        lines.add(text);
      }
    }
    return lines;
  }

  /**
   * Replaces a file in one step, so that a reader sees the old text or the new one. Its mode and,
   * as far as this user may, its owner stay; a symbolic link stays one.
   */
  public static void write(Path named, String text) throws IOException {
    Path file = named.toRealPath();
    PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
    Path fresh = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
    try {
      Files.write(fresh, SourceBytes.encode(text));
      PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
      PosixFileAttributes now = view.readAttributes();
      if (!now.owner().equals(before.owner())) {
        view.setOwner(before.owner());
      }
      if (!now.group().equals(before.group())) {
        view.setGroup(before.group());
      }
      view.setPermissions(before.permissions());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
