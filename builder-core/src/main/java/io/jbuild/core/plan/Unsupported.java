package io.jbuild.core.plan;

import io.jbuild.grammar.Flag;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Source;

/**
 * What the Dockerfile language has and jbuild does not do yet: refused by name, here and nowhere
 * else.
 */
final class Unsupported {
  /** The code of every refusal of this class. */
  static final String CODE = "not-supported";

  private final Source source;
  private final Findings findings;

  Unsupported(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  void copyLink(Flag flag, String keyword) {
    refuse(flag.range(), "`" + keyword + " --link`", "leave the flag out: the files are the same");
  }

  void copyParents(Flag flag, String keyword) {
    refuse(
        flag.range(),
        "`" + keyword + " --parents`",
        "name the full destination of each source, one " + keyword + " for each folder");
  }

  void copyExclude(Flag flag, String keyword) {
    refuse(flag.range(), "`" + keyword + " --exclude`", "exclude the files with `.dockerignore`");
  }

  void symbolicChmod(Range range, String mode) {
    refuse(range, "the symbolic mode `" + mode + "`", "give an octal mode such as `--chmod=755`");
  }

  void addChecksum(Flag flag) {
    refuse(flag.range(), "`ADD --checksum`", "download the file first and ADD it from the context");
  }

  void addKeepGitDir(Flag flag) {
    refuse(
        flag.range(),
        "`ADD --keep-git-dir`",
        "clone the repository first and ADD it from the context");
  }

  void addUrl(Range range, String url) {
    refuse(
        range,
        "ADD of the URL `" + url + "`",
        "download the file first and ADD it from the context");
  }

  void addGit(Range range, String address) {
    refuse(
        range,
        "ADD of the git repository `" + address + "`",
        "clone the repository first and ADD it from the context");
  }

  void sourceDateEpochFrom(Range range, String what) {
    refuse(
        range,
        "SOURCE_DATE_EPOCH taken from " + what,
        "give the time as seconds since 1970, for example `--build-arg"
            + " SOURCE_DATE_EPOCH=1767225600`");
  }

  private void refuse(Range range, String what, String instead) {
    findings.error(CODE, source, range, what + " is not supported yet", instead);
  }
}
