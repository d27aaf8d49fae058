package io.jbuild.core.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the agent of OpenSSH. */
final class SshAgentsTest {
  @TempDir Path temp;

  private record Output(int exitCode, String text) {}

  private static Output run(Map<String, String> environment, String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private Path key(String passphrase) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/ssh-agent"))) {
      String line = "there is no ssh-agent (package openssh-client)";
      assertFalse("all".equals(System.getProperty("jbuild.require")), line);
      Assumptions.abort(line);
    }
    Path key = temp.resolve("key");
    Output made =
        run(
            Map.of(),
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            passphrase,
            "-C",
            "of the test",
            "-f",
            key.toString());
    assertEquals(0, made.exitCode(), made.text());
    return key;
  }

  private static SshSources parse(String option) {
    return SshSources.parse(List.of(option), Map.of("SSH_AUTH_SOCK", "/run/agent"));
  }

  @Test
  void anIdIsTheRunningAgentOrASocketOrKeys() {
    assertEquals(Map.of("default", List.of(Path.of("/run/agent"))), parse("default").paths());
    assertEquals(Map.of("a", List.of(Path.of("/s"))), parse("a=/s").paths());
    assertEquals(Map.of("a", List.of(Path.of("k1"), Path.of("k2"))), parse("a=k1,k2").paths());
    assertThrows(
        IllegalArgumentException.class, () -> SshSources.parse(List.of("default"), Map.of()));
    assertThrows(IllegalArgumentException.class, () -> parse("=x"));
  }

  @Test
  void keysGetAnAgentThatListsAndSignsAndDoesNothingElse() throws Exception {
    Path key = key("");
    try (var agents =
        new SshAgents(new SshSources(Map.of("default", List.of(key))), UnaryOperator.identity())) {
      assertEquals(Optional.empty(), agents.socket("other"));
      Path agent = agents.socket("default").orElseThrow();
      assertEquals(agent, agents.socket("default").orElseThrow(), "one agent serves all");
      try (var socket = AgentSocket.to(agent, Files.createDirectory(temp.resolve("s")))) {
        Map<String, String> environment = Map.of("SSH_AUTH_SOCK", socket.path().toString());
        Output listed = run(environment, "ssh-add", "-l");
        assertTrue(listed.text().contains("of the test"), listed.text());
        Output removed = run(environment, "ssh-add", "-D");
        assertNotEquals(0, removed.exitCode(), removed.text());
        Output added = run(environment, "ssh-add", key.toString());
        assertNotEquals(0, added.exitCode(), added.text());
        Path signed = Files.writeString(temp.resolve("text"), "to be signed");
        Output sign =
            run(
                environment,
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                "file",
                "-f",
                key + ".pub",
                signed.toString());
        assertEquals(0, sign.exitCode(), sign.text());
        assertTrue(run(environment, "ssh-add", "-l").text().contains("of the test"));
      }
      assertFalse(Files.exists(temp.resolve("s")), "the socket goes with its folder");
    }
  }

  @Test
  void hostileMessagesEndTheConnectionAlone() throws Exception {
    Path key = key("");
    try (var agents =
            new SshAgents(
                new SshSources(Map.of("default", List.of(key))), UnaryOperator.identity());
        var socket =
            AgentSocket.to(
                agents.socket("default").orElseThrow(), Files.createDirectory(temp.resolve("s")))) {
      for (int length : List.of(-1, 0, Integer.MAX_VALUE)) {
        try (var client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
          var out = new DataOutputStream(Channels.newOutputStream(client));
          out.writeInt(length);
          out.flush();
          assertEquals(-1, Channels.newInputStream(client).read());
        }
      }
      try (var client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
        var out = new DataOutputStream(Channels.newOutputStream(client));
        var in = new DataInputStream(Channels.newInputStream(client));
        for (int type = 0; type < 256; type++) {
          if (type == 11 || type == 13) {
            continue;
          }
          out.writeInt(1);
          out.write(type);
          out.flush();
          assertEquals(1, in.readInt());
          assertEquals(5, in.read(), "message " + type);
        }
      }
      assertTrue(
          run(Map.of("SSH_AUTH_SOCK", socket.path().toString()), "ssh-add", "-l")
              .text()
              .contains("of the test"));
    }
  }

  @Test
  void keysThatCannotBeUsedAreNamed() throws Exception {
    Path locked = key("a passphrase");
    for (Path path : List.of(locked, temp.resolve("missing"))) {
      try (var agents =
          new SshAgents(
              new SshSources(Map.of("default", List.of(path))), UnaryOperator.identity())) {
        var e = assertThrows(SecretException.class, () -> agents.socket("default"));
        assertTrue(e.getMessage().contains("`" + path + "`"), e.getMessage());
      }
    }
  }

  @Test
  void aMissingProgramSaysWhatToInstall() throws IOException {
    Path key = Files.createFile(temp.resolve("k"));
    UnaryOperator<List<String>> nowhere =
        command -> {
          var other = new ArrayList<>(command);
          other.set(0, temp.resolve("none").toString());
          return other;
        };
    try (var agents = new SshAgents(new SshSources(Map.of("a", List.of(key))), nowhere)) {
      var e = assertThrows(SecretException.class, () -> agents.socket("a"));
      assertTrue(e.hint().contains("openssh-client"), e.hint());
    }
  }
}
