package io.jbuild.core.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A batch of file operations that the JDK has no call for, carried out by one process. Paths are
 * bytes relative to one folder; links in them are never followed and nothing outside of the folder
 * can be reached.
 */
public final class FileOperations {
  private final Operations operations = new Operations();
  private int count;

  /** A whiteout as overlayfs has it: a character device 0:0. */
  public FileOperations whiteout(byte[] path) throws SandboxException {
    return add("whiteout", path);
  }

  /** Marks an existing folder as opaque for an overlay mounted with {@code userxattr}. */
  public FileOperations opaque(byte[] path) throws SandboxException {
    return add("opaque", path);
  }

  public FileOperations folder(byte[] path, int mode) throws SandboxException {
    return add("folder", path, Integer.toOctalString(mode));
  }

  public FileOperations fifo(byte[] path, int mode) throws SandboxException {
    return add("fifo", path, Integer.toOctalString(mode));
  }

  public FileOperations symlink(byte[] path, byte[] target) throws SandboxException {
    operations.addBytes("symlink", path);
    operations.addWord(target);
    count++;
    return this;
  }

  /** A hard link to a path below the same folder. */
  public FileOperations link(byte[] path, byte[] existing) throws SandboxException {
    operations.addBytes("link", path);
    operations.addWord(existing);
    count++;
    return this;
  }

  /** The owner of the entry itself, also when it is a symbolic link. */
  public FileOperations owner(byte[] path, long uid, long gid) throws SandboxException {
    return add("owner", path, Long.toString(uid), Long.toString(gid));
  }

  /** Permission bits with setuid, setgid and sticky; does nothing to a symbolic link. */
  public FileOperations mode(byte[] path, int mode) throws SandboxException {
    return add("mode", path, Integer.toOctalString(mode));
  }

  /** Modification (and access) time of the entry itself. */
  public FileOperations time(byte[] path, long seconds, int nanos) throws SandboxException {
    return add("time", path, Long.toString(seconds), Integer.toString(nanos));
  }

  /** An extended attribute of the entry itself, such as {@code security.capability}. */
  public FileOperations xattr(byte[] path, String name, byte[] value) throws SandboxException {
    operations.addBytes("xattr", path);
    operations.addRaw(value, name);
    count++;
    return this;
  }

  /** Removes an entry with all that is below it. */
  public FileOperations remove(byte[] path) throws SandboxException {
    return add("remove", path);
  }

  /** How many operations were added. */
  public int count() {
    return count;
  }

  /**
   * Carries all of them out, in order, and stops at the first that fails.
   *
   * @throws SandboxException naming the operation that failed and its path
   */
  public void apply(Helper helper, Path folder) throws IOException, InterruptedException {
    if (count == 0) {
      return;
    }
    Process process =
        new ProcessBuilder(helper.program().toString(), "apply", Operations.text(folder))
            .redirectErrorStream(true)
            .start();
    try (var input = process.getOutputStream()) {
      input.write(operations.toBytes());
    } catch (IOException e) {
      // The helper ended early; what it says is the better message.
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw Diagnostics.refusal(said, exitCode);
    }
  }

  private FileOperations add(String operation, byte[] path, String... words)
      throws SandboxException {
    operations.addBytes(operation, path, words);
    count++;
    return this;
  }
}
