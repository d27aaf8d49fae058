package io.jbuild.core.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class UnixPathTest {
  @Test
  void workdirJoinsRelativePathsAndKeepsAbsoluteOnesAsWritten() {
    assertEquals("/a/c", UnixPath.workdir("/a/b", "../c"));
    assertEquals("/a/c/d", UnixPath.workdir("/a/c", "./d/"));
    assertEquals("/tmp/", UnixPath.workdir("/x", "/tmp/"));
    assertEquals("/x", UnixPath.workdir("/x", ""));
    assertEquals("/", UnixPath.workdir("", ""));
    assertEquals("/x", UnixPath.workdir("", "x"));
    assertEquals("/", UnixPath.workdir("/a", "../../.."));
  }

  @Test
  void destinationKeepsWhatTheSlashMeans() {
    assertEquals("/d", UnixPath.destination("/", "/d"));
    assertEquals("/d/", UnixPath.destination("/", "/d/"));
    assertEquals("/d/", UnixPath.destination("/w", "/d/."));
    assertEquals("/w/", UnixPath.destination("/w", "."));
    assertEquals("/w/", UnixPath.destination("/w", ""));
    assertEquals("/w/x", UnixPath.destination("/w", "x"));
    assertEquals("/w/x/", UnixPath.destination("/w/", "./x/"));
    assertEquals("/", UnixPath.destination("/", "/symlink/.."));
    assertEquals("/", UnixPath.destination("", "./"));
  }
}
