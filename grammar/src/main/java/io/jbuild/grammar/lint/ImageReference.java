package io.jbuild.grammar.lint;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether a text can be the name of an image: distribution's reference grammar. */
final class ImageReference {
  private static final int LONGEST = 255;
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
              + "|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?");
  private static final Pattern PART = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}");
  private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");

  private ImageReference() {}

  static boolean isValid(String text) {
    if (ID.matcher(text).matches()) {
      return false;
    }
    String name = text;
    int at = name.indexOf('@');
    if (at >= 0) {
      if (!DIGEST.matcher(name.substring(at + 1)).matches()) {
        return false;
      }
      name = name.substring(0, at);
    }
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      if (!TAG.matcher(name.substring(colon + 1)).matches()) {
        return false;
      }
      name = name.substring(0, colon);
    }
    int slash = name.indexOf('/');
    String first = name.substring(0, Math.max(0, slash));
    boolean host =
        slash >= 0
            && (first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT)));
    if (host && !HOST.matcher(first).matches()) {
      return false;
    }
    String path = host ? name.substring(slash + 1) : name;
    if (name.length() > LONGEST) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (!PART.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }
}
