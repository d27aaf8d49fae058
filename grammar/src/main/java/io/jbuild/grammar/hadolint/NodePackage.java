package io.jbuild.grammar.hadolint;

/** What {@code npm install} takes: packages, folders, archives, git repositories. */
final class NodePackage {
  private NodePackage() {}

  /** Whether an operand says which version, or needs none. */
  static boolean isPinned(String operand) {
    if (operand.startsWith("git+") || operand.startsWith("git:")) {
      return operand.indexOf('#') > 0;
    }
    if (operand.startsWith("/") || operand.startsWith(".") || operand.startsWith("~")) {
      return true;
    }
    if (operand.endsWith(".tgz") || operand.endsWith(".tar") || operand.endsWith(".tar.gz")) {
      return true;
    }
    if (operand.startsWith("file:")
        || operand.startsWith("http:")
        || operand.startsWith("https:")) {
      return true;
    }
    // The first at sign of a scoped name is no version's.
    return operand.indexOf('@', 1) > 0 || operand.indexOf('#') > 0;
  }
}
