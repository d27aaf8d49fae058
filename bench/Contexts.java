import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes the build contexts that {@code bench/run} builds into a folder, the same bytes everywhere.
 * Every Dockerfile takes the registry of its base by {@code --build-arg REG=}.
 */
final class Contexts {
  private static final int FILES = 20_000;
  private static final int FILES_PER_FOLDER = 100;
  private static final int LARGEST_FILE = 20 << 10;

  private final Path folder;

  private Contexts(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    var contexts = new Contexts(Path.of(arguments[0]));
    contexts.dockerfile(
        "hello",
        "busybox",
        """
        COPY hello.txt /hello.txt
        RUN chmod 600 /hello.txt
        CMD ["cat", "/hello.txt"]
        """);
    Files.writeString(contexts.folder.resolve("hello/hello.txt"), "hello, world\n");
    contexts.dockerfile("files", "busybox", "COPY files /app\nCMD [\"ls\", \"/app\"]\n");
    contexts.files(contexts.folder.resolve("files/files"));
    contexts.dockerfile("layer", "debian", LAYER);
    contexts.dockerfile("steps", "busybox", steps());
    contexts.stages();
    contexts.dockerfile(
        "apt",
        "debian",
        """
        RUN apt-get update && apt-get install -y --no-install-recommends jq \\
         && rm -rf /var/lib/apt/lists/*
        RUN jq --version
        """);
    contexts.dockerfile(
        "platforms",
        "busybox",
        "RUN uname -m > /arch && sha256sum /bin/busybox > /sum\nRUN cat /arch\n");
  }

  /** 1 GiB in 200 files that compress to about half, out of the programs of the base. */
  private static final String LAYER =
      """
      RUN set -e; mkdir /data; cd /data; \\
          find /usr/lib /usr/bin /usr/share -xdev -type f | LC_ALL=C sort | xargs cat \\
            | head -c 90000000 > /seed; \\
          openssl enc -aes-128-ctr -K 00 -iv 00 -in /seed 2>/dev/null | head -c 16000000 > /noise; \\
          for i in 1 2 3 4 5 6 7 8 9 10 11; do cat /seed /noise; done \\
            | head -c 1073741824 | split -a 3 -d -b 5368710 - f; \\
          rm /seed /noise
      """;

  private static String steps() {
    var text = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      text.append("RUN echo ").append(i).append(" > /f").append(i).append('\n');
    }
    return text.toString();
  }

  private void stages() throws IOException {
    String base = "FROM ${REG}/bench/busybox:1";
    var text = new StringBuilder("ARG REG\n");
    for (String stage : new String[] {"a", "b", "c", "d"}) {
      text.append("%s AS %s\nRUN sleep 2 && echo %2$s > /out\n".formatted(base, stage));
    }
    text.append(base).append('\n');
    for (String stage : new String[] {"a", "b", "c", "d"}) {
      text.append("COPY --from=%s /out /out/%1$s\n".formatted(stage));
    }
    write(Files.createDirectories(folder.resolve("stages")), text.toString());
  }

  private void dockerfile(String name, String base, String instructions) throws IOException {
    Path context = Files.createDirectories(folder.resolve(name));
    write(context, "ARG REG\nFROM ${REG}/bench/" + base + ":1\n" + instructions);
  }

  private static void write(Path context, String dockerfile) throws IOException {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
  }

  /** A quarter of the files are as hard to compress as pictures, the others are words. */
  private void files(Path root) throws IOException {
    var random = new Random(20261126);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    String[] words = new String[3000];
    for (int i = 0; i < words.length; i++) {
      words[i] = Long.toHexString(random.nextLong() >>> (28 + 8 * (i % 4)));
    }
    for (int i = 0; i < FILES; i++) {
      int part = i / FILES_PER_FOLDER;
      Path file = root.resolve("d%02d/p%03d/f%05d".formatted(part / 20, part, i));
      Files.createDirectories(file.getParent());
      int size = random.nextInt(LARGEST_FILE);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        if (i % 4 == 0) {
          out.write(noise, random.nextInt(noise.length - size), size);
        } else {
          out.write(text(random, words, size), 0, size);
        }
      }
    }
  }

  private static byte[] text(Random random, String[] words, int size) {
    var text = new StringBuilder(size + 20);
    while (text.length() < size) {
      text.append(words[random.nextInt(words.length)]).append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
