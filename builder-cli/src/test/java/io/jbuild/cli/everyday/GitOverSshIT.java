package io.jbuild.cli.everyday;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Repositories behind a real ssh server, and a real agent in RUN. */
class GitOverSshIT {
  private static final Map<Mode, SshServer> SERVERS = new EnumMap<>(Mode.class);

  @AfterAll
  static void stop() throws IOException {
    for (SshServer server : SERVERS.values()) {
      server.close();
    }
  }

  private static SshServer server(Mode mode) throws IOException, InterruptedException {
    SshServer known = SERVERS.get(mode);
    if (known != null) {
      return known;
    }
    SshServer server = SshServer.start(mode);
    try {
      makeRepository(server);
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
    SERVERS.put(mode, server);
    return server;
  }

  private static void makeRepository(SshServer server) {
    server.run(
        "sh",
        "-euc",
        """
        git init -q -b main "$1/work"
        cd "$1/work"
        git config user.email a@b
        git config user.name n
        mkdir sub
        printf 'FROM scratch\\nCOPY . /\\n' > sub/Dockerfile
        echo 'over ssh' > sub/f
        git add .
        git commit -qm m
        git tag v1
        git clone -q --bare . ../repo.git
        """,
        "sh",
        server.file("").toString());
  }

  /** A build as the server's user, with variables in front. */
  private static Command build(Installation user, List<String> variables, String... arguments) {
    List<String> words = new ArrayList<>(user.words(arguments));
    words.addAll(words.indexOf(Workspace.launcher().toString()), variables);
    return Command.run(words, Map.of(), user.home());
  }

  private static List<String> ssh(SshServer server) {
    return List.of("GIT_SSH_COMMAND=" + server.command());
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void contextsAndAddReachRepositoriesAsTheirUserDoes(Mode mode) throws Exception {
    SshServer server = server(mode);
    Installation user = Installation.shared(mode);
    Path out = user.home().resolve("ssh-out");
    String dest = "type=local,dest=" + out;

    build(user, ssh(server), "build", "-o", dest, server.address("repo.git#v1:sub")).succeeded();
    assertEquals("over ssh\n", Files.readString(out.resolve("f")));

    String named = mode.user() + "@named:" + server.file("repo.git");
    Context context =
        Context.of(
            "FROM scratch\nADD "
                + server.address("repo.git#v1:sub")
                + " /a/\nADD "
                + named
                + " /b/\n");
    build(user, ssh(server), "build", "-o", dest, context.folder().toString()).succeeded();
    assertEquals("over ssh\n", Files.readString(out.resolve("a/f")));
    assertEquals("over ssh\n", Files.readString(out.resolve("b/sub/f")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void whatKeepsSshFromThemIsTold(Mode mode) throws Exception {
    SshServer server = server(mode);
    Installation user = Installation.shared(mode);
    String address = server.address("repo.git#v1:sub");
    String known = " -o UserKnownHostsFile=" + server.file("known_hosts");
    Path other = server.file("other_hosts");
    Files.writeString(
        other, "[127.0.0.1]:" + server.port() + " " + Files.readString(server.file("id.pub")));
    Path wrongKey = server.file("wrong");
    if (!Files.exists(wrongKey)) {
      server.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", wrongKey.toString());
    }

    String unknown = build(user, List.of(), "build", address).exits(1).err();
    assertTrue(unknown.contains("the host key of `127.0.0.1` is not known here"), unknown);
    assertTrue(unknown.contains("ssh-keyscan -p " + server.port() + " 127.0.0.1"), unknown);

    String changed = refused(user, "ssh -o BatchMode=yes -o UserKnownHostsFile=" + other, address);
    assertTrue(changed.contains("is not the one that is known, but `SHA256:"), changed);

    String denied =
        refused(
            user,
            "ssh -o IdentitiesOnly=yes -o BatchMode=yes" + known + " -i " + wrongKey,
            address);
    assertTrue(denied.contains("takes none of the keys"), denied);

    String missing = refused(user, server.command(), server.address("none.git"));
    assertTrue(missing.contains("there is no repository at this path"), missing);

    String nobody =
        refused(user, server.command(), "ssh://x@127.0.0.1:1" + server.file("repo.git"));
    assertTrue(nobody.contains("connect to host 127.0.0.1 port 1: Connection refused"), nobody);
  }

  private static String refused(Installation user, String ssh, String address) {
    return build(user, List.of("GIT_SSH_COMMAND=" + ssh), "build", address).exits(1).err();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ROOT", "SUBUID"})
  void aRunClonesThroughTheAgentOfItsCaller(Mode mode) throws Exception {
    SshServer server = server(mode);
    Installation user = Installation.shared(mode);
    SmallBase.provide(user);
    Path tools = Workspace.folder("ssh-tools").resolve("tools.tar");
    tools(tools);
    String known = Files.readString(server.file("known_hosts"));
    Context context =
        Context.of(
                """
                FROM busybox
                ADD tools.tar /
                COPY known_hosts /etc/ssh/ssh_known_hosts
                RUN --mount=type=ssh ssh-add -l && ssh-add -D && exit 9 || ssh-add -l > /keys
                RUN --mount=type=ssh git clone -q %s /clone
                RUN test -z "$SSH_AUTH_SOCK" && ! ssh-add -l
                """
                    .formatted(server.address("repo.git")))
            .with("known_hosts", known);
    Files.copy(tools, context.folder().resolve("tools.tar"));
    String fingerprint =
        server.run("ssh-keygen", "-lf", server.file("id.pub").toString()).out().split(" ")[1];

    String name = "over-ssh-" + mode.user();
    server.run(
        "ssh-agent",
        "sh",
        "-euc",
        "ssh-add -q \"$1\"; shift; exec env SSH_AUTH_SOCK=\"$SSH_AUTH_SOCK\" \"$@\"",
        "sh",
        server.file("id").toString(),
        "env",
        "HOME=" + user.home(),
        Workspace.launcher().toString(),
        "build",
        "--ssh=default",
        "-t",
        name,
        context.folder().toString());
    assertEquals("over ssh\n", user.run(name, "cat", "/clone/sub/f"));
    assertTrue(user.run(name, "cat", "/keys").contains(fingerprint), "the agent's own key");

    String key = "--ssh=default=" + server.file("id");
    String again = user.build(context.folder(), name, key, "--no-cache");
    assertFalse(again.contains("PRIVATE KEY"), again);
    assertEquals("over ssh\n", user.run(name, "cat", "/clone/sub/f"));
  }

  /** This machine's ssh and git with their libraries, for an image. */
  private static void tools(Path tar) {
    Command.ok(
        "sh",
        "-euc",
        """
        set -- "$1" "$(command -v ssh)" "$(command -v ssh-add)" "$(command -v git)"
        out=$1
        shift
        libraries=$(ldd "$@" | awk '/=> \\// { print $3 } $1 ~ /^\\// && NF > 1 { print $1 }' | sort -u)
        tar --dereference --transform='s,^lib/,usr/lib/,;s,^lib64/,usr/lib64/,' -C / -cf "$out" \
          $(for file in "$@" $libraries; do echo "${file#/}"; done)
        mkdir -p "$out.d"
        ln -sfn usr/lib "$out.d/lib"
        ln -sfn usr/lib64 "$out.d/lib64"
        tar -C "$out.d" -rf "$out" lib lib64
        """,
        "sh",
        tar.toString());
  }
}
