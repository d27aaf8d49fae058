package io.jbuild.core.build;

import io.jbuild.core.context.UserRights;
import io.jbuild.core.sandbox.IdMap;
import io.jbuild.core.sandbox.MappingMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** Whose rights count when a context is read: the user's who started jbuild, as seen from here. */
final class CallingUser {
  private CallingUser() {}

  static UserRights ofThisProcess() throws IOException {
    Path self = Path.of("/proc/self");
    int uid = (Integer) Files.getAttribute(self, "unix:uid");
    if (IdMap.isEntered()) {
      // In the namespace the caller is id 0; only real root may read whatever it likes.
      boolean root = IdMap.current().mode() == MappingMode.ROOT;
      return new UserRights(uid, groups(self), root);
    }
    return new UserRights(uid, groups(self), uid == 0);
  }

  private static Set<Integer> groups(Path self) throws IOException {
    String status = Files.readString(self.resolve("status"));
    Set<Integer> groups = new HashSet<>();
    for (String field : List.of("\nGid:", "\nGroups:")) {
      int at = status.indexOf(field);
      if (at >= 0) {
        int from = at + field.length();
        var words = new StringTokenizer(status.substring(from, status.indexOf('\n', from)));
        while (words.hasMoreTokens()) {
          groups.add(Integer.parseInt(words.nextToken()));
        }
      }
    }
    return groups;
  }
}
