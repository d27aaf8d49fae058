package io.jbuild.grammar.expand;

import io.jbuild.grammar.expand.WordExpander.Rules;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** One run over one word: a recursive descent whose depth is limited. */
final class WordScan {
  private static final int END = -1;

  private final String text;
  private final Rules rules;
  private final Variables env;
  private final SortedSet<String> used = new TreeSet<>();
  private final SortedSet<String> unset = new TreeSet<>();
  private List<String> words = List.of();
  private int at;
  private int depth;
  private long cost;
  private boolean keepEscapes;

  WordScan(String text, Rules rules, Variables env) {
    this.text = text;
    this.rules = rules;
    this.env = env;
    this.keepEscapes = rules.keepEscapes();
  }

  SortedSet<String> used() {
    return used;
  }

  SortedSet<String> unset() {
    return unset;
  }

  List<String> words() {
    return words;
  }

  long cost() {
    return cost;
  }

  String expand() throws BadSubstitution {
    var split = new SplitWords();
    String value = until(END, keepEscapes, split);
    words = split.finish();
    return value;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private int next() {
    return at < text.length() ? text.charAt(at++) : END;
  }

  /** Expands up to a stop character, which is consumed, or to the end. */
  private String until(int stop, boolean keep, SplitWords split) throws BadSubstitution {
    if (++depth > WordExpander.MAX_DEPTH) {
      throw new BadSubstitution(
          "substitutions stand in each other more than " + WordExpander.MAX_DEPTH + " levels deep");
    }
    boolean outer = keepEscapes;
    keepEscapes = keep;
    try {
      var value = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == stop) {
          at++;
          return value.toString();
        }
        if (c == '$') {
          String expanded = dollar();
          value.append(expanded);
          split.add(expanded);
        } else if (rules.quotes() && (c == '\'' || c == '"')) {
          String quoted = c == '\'' ? singleQuoted() : doubleQuoted();
          value.append(quoted);
          split.addRaw(quoted);
        } else if (c == '<') {
          String mark = heredocMark();
          value.append(mark);
          split.addRaw(mark);
        } else {
          at++;
          plain(c, value, split);
        }
      }
      if (stop != END) {
        throw new BadSubstitution("the text ends where a `" + (char) stop + "` has to follow");
      }
      return value.toString();
    } finally {
      keepEscapes = outer;
      depth--;
    }
  }

  private void plain(char c, StringBuilder value, SplitWords split) {
    if (c != rules.escape()) {
      value.append(c);
      split.add(c);
      return;
    }
    if (keepEscapes) {
      value.append(c);
      split.addRaw(c);
    }
    int escaped = next();
    if (escaped != END) {
      value.append((char) escaped);
      split.addRaw((char) escaped);
    }
  }

  /** A {@code <<} and the blanks after it belong to the word that follows. */
  private String heredocMark() {
    int start = at++;
    if (peek() == '<') {
      at++;
      int mark = at;
      if (peek() == '-') {
        at++;
      }
      int blanks = at;
      while (peek() != END && Characters.isSpace((char) peek())) {
        at++;
      }
      if (at == blanks) {
        at = mark;
      }
    }
    return text.substring(start, at);
  }

  private String singleQuoted() throws BadSubstitution {
    int start = at;
    int close = text.indexOf('\'', at + 1);
    if (close < 0) {
      at = text.length();
      throw new BadSubstitution("a single quote is not closed");
    }
    at = close + 1;
    return rules.keepQuotes() ? text.substring(start, at) : text.substring(start + 1, close);
  }

  private String doubleQuoted() throws BadSubstitution {
    var value = new StringBuilder();
    at++;
    if (rules.keepQuotes()) {
      value.append('"');
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return rules.keepQuotes() ? value.append('"').toString() : value.toString();
      }
      if (c == '$') {
        value.append(dollar());
        continue;
      }
      at++;
      if (c == rules.escape()) {
        if (keepEscapes) {
          value.append(c);
        }
        int following = peek();
        if (following == END) {
          continue;
        }
        if (following == '"' || following == '$' || following == rules.escape()) {
          c = (char) next();
        }
      }
      value.append(c);
    }
    throw new BadSubstitution("a double quote is not closed");
  }

  private String dollar() throws BadSubstitution {
    at++;
    if (peek() != '{') {
      String name = name();
      if (name.isEmpty()) {
        return "$";
      }
      return lookUp(name).orElse(rules.keepUnset() ? "$" + name : "");
    }
    at++;
    switch (peek()) {
      case END -> throw new BadSubstitution("a `}` is missing");
      case '{', '}', ':' -> throw new BadSubstitution("`${` has to be followed by a name");
      default -> {}
    }
    String name = name();
    int modifier = next();
    return switch (modifier) {
      case '}' -> lookUp(name).orElse(rules.keepUnset() ? "${" + name + "}" : "");
      case ':' -> {
        int after = next();
        if (after != '-' && after != '+' && after != '?') {
          throw unsupported(":" + (after == END ? "" : (char) after));
        }
        yield conditional(name, (char) after, true);
      }
      case '-', '+', '?' -> conditional(name, (char) modifier, false);
      case '#', '%' -> trimmed(name, (char) modifier);
      case '/' -> replaced(name);
      case END -> throw new BadSubstitution("a `}` is missing after `${" + name + "`");
      default -> throw unsupported(String.valueOf((char) modifier));
    };
  }

  private static BadSubstitution unsupported(String modifier) {
    return new BadSubstitution(
        "modifier `"
            + modifier
            + "` is not supported in `${...}` (there are :- - :+ + :? ? # ## % %% / //)");
  }

  private String conditional(String name, char modifier, boolean emptyIsUnset)
      throws BadSubstitution {
    String word = until('}', false, new SplitWords());
    Optional<String> value = lookUp(name);
    if (value.isEmpty() && rules.keepUnset()) {
      return "${" + name + (emptyIsUnset ? ":" : "") + modifier + word + "}";
    }
    boolean missing = value.isEmpty() || (emptyIsUnset && value.get().isEmpty());
    switch (modifier) {
      case '-' -> {
        return missing ? word : value.get();
      }
      case '+' -> {
        return missing ? "" : word;
      }
      default -> {
        if (missing) {
          String why =
              value.isEmpty() ? "is not allowed to be unset" : "is not allowed to be empty";
          throw new BadSubstitution(name + ": " + (word.isEmpty() ? why : word));
        }
        return value.get();
      }
    }
  }

  private String trimmed(String name, char side) throws BadSubstitution {
    String pattern = until('}', true, new SplitWords());
    Optional<String> value = lookUp(name);
    if (value.isEmpty() && rules.keepUnset()) {
      return "${" + name + side + pattern + "}";
    }
    boolean longest = !pattern.isEmpty() && pattern.charAt(0) == side;
    spend((long) pattern.length() * value.orElse("").length());
    var glob = Glob.compile(longest ? pattern.substring(1) : pattern);
    return side == '#'
        ? glob.withoutPrefix(value.orElse(""), longest)
        : glob.withoutSuffix(value.orElse(""), longest);
  }

  private String replaced(String name) throws BadSubstitution {
    boolean all = peek() == '/';
    if (all) {
      at++;
    }
    String pattern = until('/', true, new SplitWords());
    String replacement = until('}', true, new SplitWords());
    Optional<String> value = lookUp(name);
    if (value.isEmpty() && rules.keepUnset()) {
      return "${" + name + "/" + pattern + "/" + replacement + "}";
    }
    spend((long) (pattern.length() + replacement.length()) * value.orElse("").length());
    return Glob.compile(pattern).replace(value.orElse(""), replacement, all);
  }

  /** What it costs to go on, beyond reading the text. */
  private void spend(long steps) throws BadSubstitution {
    cost += steps;
    if (cost > WordExpander.MOST_COST) {
      throw new BadSubstitution(
          "its variables make it longer than " + WordExpander.MOST_COST + " characters");
    }
  }

  private String name() {
    int start = at;
    int first = peek() == END ? END : text.codePointAt(at);
    if (first != END && Character.isDigit(first)) {
      while (at < text.length() && Character.isDigit(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
    } else if (Characters.isSpecialParameter(first)) {
      at++;
    } else {
      while (at < text.length() && Characters.isNamePart(text.codePointAt(at))) {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return text.substring(start, at);
  }

  private Optional<String> lookUp(String name) throws BadSubstitution {
    Optional<String> value = env.get(name);
    spend(value.map(String::length).orElse(0));
    (value.isPresent() ? used : unset).add(name);
    return value;
  }
}
