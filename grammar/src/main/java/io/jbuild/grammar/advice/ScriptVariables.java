package io.jbuild.grammar.advice;

import io.jbuild.grammar.Range;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which variables a script uses, and which it seems to set: in one pass, however many they are. */
final class ScriptVariables {
  private final String text;
  private final Map<String, Range> uses = new LinkedHashMap<>();
  private final Set<String> set = new HashSet<>();

  ScriptVariables(String text) {
    this.text = text;
    boolean declaring = false;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (!isName(c)) {
        declaring &= c != ';' && c != '&' && c != '|';
        at++;
        continue;
      }
      int end = at + 1;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      word(at, end, declaring);
      declaring |= declares(end);
      at = end;
    }
  }

  private static boolean isName(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void word(int start, int end, boolean declaring) {
    char before = start > 0 ? text.charAt(start - 1) : 0;
    boolean assigned = end < text.length() && text.charAt(end) == '=' && before != '$';
    if (assigned || declaring) {
      set.add(text.substring(start, end));
    }
    if (before == '$') {
      uses.putIfAbsent(text.substring(start, end), new Range(start - 1, end));
    } else if (before == '{' && start > 1 && text.charAt(start - 2) == '$' && end < text.length()) {
      uses.putIfAbsent(text.substring(start, end), new Range(start - 2, end + 1));
    }
  }

  /** Whether the word that ends here sets those after it, up to the end of its command. */
  private boolean declares(int end) {
    return end < text.length()
        && Character.isWhitespace(text.charAt(end))
        && (text.startsWith("for", end - 3)
            || text.startsWith("read", end - 4)
            || text.startsWith("local", end - 5));
  }

  /** The first use of each name, in the order of the text. */
  Map<String, Range> uses() {
    return uses;
  }

  /** Whether the script seems to set a name itself. */
  boolean sets(String name) {
    return set.contains(name);
  }

  /** What stands after dollar signs and open braces in a text, up to what ends a name there. */
  static TreeSet<String> mentioned(String text) {
    TreeSet<String> mentioned = new TreeSet<>();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '$' && c != '{') {
        continue;
      }
      int end = at + 1;
      while (end < text.length() && " \t\r\n\"'${}".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      if (end > at + 1) {
        mentioned.add(text.substring(at + 1, end));
      }
    }
    return mentioned;
  }
}
