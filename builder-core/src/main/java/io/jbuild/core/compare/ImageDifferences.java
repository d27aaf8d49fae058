package io.jbuild.core.compare;

import io.jbuild.core.image.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How one image differs from another for who uses it.
 *
 * @param config fields of the config, times aside
 * @param packages what is installed
 * @param files paths of the root filesystem
 * @param notRead databases of packages that are there and were not read
 */
public record ImageDifferences(
    List<Difference> config,
    List<PackageChange> packages,
    List<FileChange> files,
    List<String> notRead) {
  public ImageDifferences {
    config = List.copyOf(config);
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    notRead = List.copyOf(notRead);
  }

  /**
   * A package whose version differs.
   *
   * @param name with its kind: {@code dpkg curl}
   * @param first the version in the first image; empty if it is not there
   * @param second the version in the second
   */
  public record PackageChange(String name, String first, String second) {}

  public boolean isEmpty() {
    return config.isEmpty() && packages.isEmpty() && files.isEmpty();
  }

  /** Differences of the configs, the times of their making aside. */
  public static List<Difference> config(ImageConfig first, ImageConfig second) {
    List<Difference> found = new ArrayList<>();
    new ConfigComparison(found).compare(first, second);
    found.removeIf(difference -> difference.kind() == Difference.Kind.TIME);
    return found;
  }

  /** Packages that came, went, or have another version. */
  public static List<PackageChange> packages(InstalledPackages first, InstalledPackages second) {
    var names = new TreeSet<>(first.versions().keySet());
    names.addAll(second.versions().keySet());
    List<PackageChange> found = new ArrayList<>();
    for (String name : names) {
      String a = first.versions().getOrDefault(name, "");
      String b = second.versions().getOrDefault(name, "");
      if (!a.equals(b)) {
        found.add(new PackageChange(name, a, b));
      }
    }
    return found;
  }
}
