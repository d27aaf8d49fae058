package io.jbuild.core.compare;

import io.jbuild.core.layer.Entry;
import io.jbuild.core.layer.RootfsView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The packages that an image says are installed: dpkg's {@code status} and {@code status.d}
 * (deb-control(5)), apk's {@code installed}. The database of rpm is not read.
 *
 * @param versions by kind and name, for example {@code dpkg curl}
 * @param notRead databases that are there and were not read
 */
public record InstalledPackages(SortedMap<String, String> versions, List<String> notRead) {
  private static final List<String> APK =
      List.of("lib/apk/db/installed", "usr/lib/apk/db/installed");
  private static final List<String> RPM = List.of("var/lib/rpm", "usr/lib/sysimage/rpm");

  public InstalledPackages {
    versions = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    notRead = List.copyOf(notRead);
  }

  /** Reads the databases of an image; unpacks the layers that hold them. */
  public static InstalledPackages of(RootfsView files) throws IOException {
    SortedMap<String, String> versions = new TreeMap<>();
    dpkg(files.text("var/lib/dpkg/status"), versions);
    for (Entry entry : files.list(files.resolve("var/lib/dpkg/status.d", true))) {
      if (!entry.name().endsWith(".md5sums")) {
        dpkg(files.text(entry.path()), versions);
      }
    }
    for (String path : APK) {
      apk(files.text(path), versions);
    }
    List<String> notRead = new ArrayList<>();
    for (String path : RPM) {
      if (!files.list(files.resolve(path, true)).isEmpty()) {
        notRead.add("/" + path);
      }
    }
    return new InstalledPackages(versions, notRead);
  }

  static void dpkg(String status, Map<String, String> versions) {
    for (String stanza : status.split("\n\n+")) {
      Map<String, String> fields = fields(stanza, ": ");
      String state = fields.getOrDefault("Status", "install ok installed");
      if (fields.containsKey("Package") && state.endsWith(" installed")) {
        put(versions, "dpkg", fields.get("Package"), fields, "Version", "Architecture");
      }
    }
  }

  static void apk(String installed, Map<String, String> versions) {
    for (String stanza : installed.split("\n\n+")) {
      Map<String, String> fields = fields(stanza, ":");
      if (fields.containsKey("P")) {
        put(versions, "apk", fields.get("P"), fields, "V", "A");
      }
    }
  }

  /** A package that is there for two architectures is named with them from the second on. */
  private static void put(
      Map<String, String> versions,
      String kind,
      String name,
      Map<String, String> fields,
      String version,
      String architecture) {
    String value = fields.getOrDefault(version, "");
    if (versions.putIfAbsent(kind + " " + name, value) != null) {
      versions.put(kind + " " + name + ":" + fields.getOrDefault(architecture, ""), value);
    }
  }

  private static Map<String, String> fields(String stanza, String separator) {
    Map<String, String> fields = new HashMap<>();
    for (String line : stanza.split("\n")) {
      int end = line.indexOf(separator);
      if (end > 0 && !Character.isWhitespace(line.charAt(0))) {
        fields.putIfAbsent(line.substring(0, end), line.substring(end + separator.length()));
      }
    }
    return fields;
  }
}
