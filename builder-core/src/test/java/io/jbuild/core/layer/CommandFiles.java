package io.jbuild.core.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Special files made by ordinary commands, for tests. */
public final class CommandFiles implements SpecialFiles {
  @Override
  public void apply(Path root, List<Operation> operations) throws IOException {
    for (Operation operation : operations) {
      String path = DiskNames.resolve(root, operation.path()).toString();
      switch (operation) {
        case Operation.Whiteout whiteout -> run("mknod", path, "c", "0", "0");
        case Operation.Fifo fifo -> run("mkfifo", "-m", "600", path);
        case Operation.Symlink symlink -> run("ln", "-s", "--", symlink.target(), path);
        case Operation.Times times ->
            run("touch", "-h", "-d", "@" + times.mtimeSeconds(), "--", path);
        case Operation.Xattr xattr -> throw new IOException("not needed: " + xattr.name());
      }
    }
  }

  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output;
  }
}
