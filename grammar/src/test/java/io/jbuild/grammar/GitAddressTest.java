package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GitAddressTest {
  @Test
  void addressesAreSplitAsTheReferenceSplitsThem() {
    var tally = new Corpus.Tally("parser/git-refs");
    for (JsonNode record : Corpus.records("parser/git-refs.jsonl")) {
      String text = record.get("ref").asText();
      JsonNode expected = record.get("expected");
      if (record.path("error").asBoolean()) {
        assertThrows(IllegalArgumentException.class, () -> GitAddress.parse(text), text);
        continue;
      }
      Optional<GitAddress> address = GitAddress.parse(text);
      tally.compare(text, expected.isObject(), address.isPresent());
      if (address.isEmpty()) {
        continue;
      }
      GitAddress git = address.get();
      tally.compare(text, expected.path("remote").asText(), git.remote());
      tally.compare(text, expected.path("ref").asText(), git.ref());
      tally.compare(text, expected.path("sub_dir").asText(), git.subdir());
      tally.compare(text, expected.path("checksum").asText(), git.checksum());
      tally.compare(text, expected.path("short_name").asText(), git.shortName());
      tally.compare(text, expected.path("m_time").asText().equals("commit"), git.commitTimes());
      tally.compare(
          text, expected.path("indistinguishable_from_local").asBoolean(), git.fromLocalPath());
    }
    tally.done();
  }

  @Test
  void pathsAndUrlsAreNoGitAddresses() {
    for (String text :
        new String[] {
          "",
          "a",
          "dir/x.git",
          "a@b",
          "a:b",
          "/x@y:z",
          "*",
          "ftp://host/x.git",
          "://x.git",
          "https://host/x",
          "https://host/x.git/info",
          "./git@host:x",
          "@host:x",
          "user@:x"
        }) {
      assertEquals(Optional.empty(), GitAddress.parse(text), text);
    }
  }

  @Test
  void queriesSayTheSameAsFragmentsAndMore() {
    GitAddress git =
        GitAddress.parse(
                "https://h:81/a/x.git?branch=dev&subdir=s%20t&keep-git-dir&submodules=0&checksum=ab")
            .orElseThrow();
    assertEquals("https://h:81/a/x.git", git.remote());
    assertEquals("refs/heads/dev", git.ref());
    assertEquals("s t", git.subdir());
    assertEquals("ab", git.checksum());
    assertEquals(Optional.of(true), git.keepGitDir());
    assertEquals(Optional.of(false), git.submodules());
    assertEquals("h:81", git.host());
    assertEquals("h", GitAddress.parse("git@h:a/x").orElseThrow().host());
  }

  @Test
  void aChecksumAloneIsTheRef() {
    assertEquals("abc", GitAddress.parse("https://h/x.git?commit=abc").orElseThrow().ref());
  }

  @Test
  void contradictionsAreTold() {
    for (String query :
        new String[] {
          "?ref=a#b",
          "?tag=a&branch=b",
          "?tag=a#b",
          "?subdir=a#:b",
          "?ref=",
          "?nope=1",
          "?ref=a&ref=a",
          "?submodules=maybe"
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> GitAddress.parse("https://h/x.git" + query), query);
    }
  }

  @Test
  void anyTextIsAnAddressOrNone() {
    var random = new Random(7);
    String alphabet = "ag:/@?#&=%.+-_ ü";
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "git://h" : "");
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Optional<GitAddress> git = GitAddress.parse(text.toString());
        git.ifPresent(g -> assertTrue(text.toString().startsWith(g.remote())));
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("git address"), e.getMessage());
      }
    }
  }
}
