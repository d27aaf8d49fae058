package io.jbuild.core.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class InstalledPackagesTest {
  @Test
  void dpkgTellsOfWhatIsInstalled() {
    Map<String, String> versions = new TreeMap<>();
    InstalledPackages.dpkg(
        """
        Package: curl
        Status: install ok installed
        Architecture: amd64
        Version: 7.88.1-10
        Description: transfer
         Version: 0 of a continued line

        Package: gone
        Status: deinstall ok config-files
        Version: 1

        Package: libc6
        Status: hold ok installed
        Architecture: amd64
        Version: 2.36

        Package: libc6
        Status: install ok installed
        Architecture: i386
        Version: 2.35
        """,
        versions);
    assertEquals(
        Map.of("dpkg curl", "7.88.1-10", "dpkg libc6", "2.36", "dpkg libc6:i386", "2.35"),
        versions);
  }

  @Test
  void apkAndPackagesWithoutStateAreRead() {
    Map<String, String> versions = new TreeMap<>();
    InstalledPackages.apk(
        "C:Q1abc=\nP:musl\nV:1.2.4-r0\nA:x86_64\n\nP:busybox\nV:1.36\nF:bin\nR:sh\n", versions);
    InstalledPackages.dpkg("Package: base-files\nVersion: 12\n", versions);
    InstalledPackages.dpkg("", versions);
    assertEquals(
        Map.of("apk musl", "1.2.4-r0", "apk busybox", "1.36", "dpkg base-files", "12"), versions);
  }

  @Test
  void changesAreNamedByVersions() {
    var before =
        new InstalledPackages(new TreeMap<>(Map.of("a", "1", "b", "1", "c", "1")), List.of());
    var after =
        new InstalledPackages(new TreeMap<>(Map.of("a", "1", "b", "2", "d", "1")), List.of());
    assertEquals(
        List.of(
            new ImageDifferences.PackageChange("b", "1", "2"),
            new ImageDifferences.PackageChange("c", "1", ""),
            new ImageDifferences.PackageChange("d", "", "1")),
        ImageDifferences.packages(before, after));
  }
}
