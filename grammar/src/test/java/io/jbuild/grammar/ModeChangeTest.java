package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ModeChangeTest {
  private static void gives(String change, int mode, int expected) {
    assertEquals(
        Integer.toOctalString(expected),
        Integer.toOctalString(ModeChange.parse(change).apply(mode, false)),
        change + " on " + Integer.toOctalString(mode));
  }

  private static void givesDirectory(String change, int mode, int expected) {
    assertEquals(
        Integer.toOctalString(expected),
        Integer.toOctalString(ModeChange.parse(change).apply(mode, true)),
        change + " on directory " + Integer.toOctalString(mode));
  }

  @Test
  void octalModesAreAbsolute() {
    gives("644", 04777, 0644);
    gives("07777", 0, 07777);
    gives("0", 0777, 0);
    assertEquals(0755, ModeChange.parse("000755").absolute().getAsInt());
    assertFalse(ModeChange.parse("u+x").absolute().isPresent());
  }

  @Test
  void changesAreMadeOneAfterTheOther() {
    gives("u=rw", 0777, 0677);
    gives("go=", 0777, 0700);
    gives("a=r,ug=rw,u+x", 0000, 0764);
    gives("go-w", 0777, 0755);
    gives("u=rwx,go=u-w", 0000, 0755);
    gives("+x", 0644, 0755);
    gives("+w", 0444, 0666);
    gives("=", 06777, 0000);
    gives("-rx", 0777, 0222);
    gives("u+x-w+r", 0200, 0500);
  }

  @Test
  void capitalXIsForDirectoriesAndPrograms() {
    gives("u=rwX,go=rX", 0600, 0644);
    gives("u=rwX,go=rX", 0700, 0755);
    givesDirectory("u=rwX,go=rX", 0700, 0755);
    givesDirectory("u=rwX,go=rX", 0000, 0755);
    gives("a+X", 0644, 0644);
    gives("g+X", 0100, 0110);
    gives("=rw,+X", 0766, 0777);
  }

  @Test
  void bitsAreCopiedAmongUserGroupAndOthers() {
    gives("g=u", 0740, 0770);
    gives("u=g", 0042, 0442);
    gives("u+go", 0021, 0321);
    gives("go=u-w", 0670, 0644);
    gives("g=u", 02740, 02770);
  }

  @Test
  void setIdAndSticky() {
    gives("u+s", 0755, 04755);
    gives("g+s", 0755, 02755);
    gives("+s", 0755, 06755);
    gives("o+s", 0755, 0755);
    gives("u-s", 04755, 0755);
    gives("u=rwx", 04755, 0755);
    gives("+t", 0777, 01777);
    gives("-t", 01777, 0777);
    gives("o+t", 0777, 0777);
    gives("a=rx", 01777, 01555);
  }

  @Test
  void nonsenseIsNoMode() {
    for (String text :
        new String[] {
          "",
          ",",
          "q+r",
          "017777",
          "9",
          "08",
          "z",
          "u",
          "go",
          "u=q",
          "u=rw,",
          ",u=r",
          "u=r,,g=r",
          "7 7",
          "-1",
          "u=r g=r",
          "0x1",
          "+rq"
        }) {
      assertThrows(IllegalArgumentException.class, () -> ModeChange.parse(text), text);
    }
  }

  @Test
  void anyTextIsAModeOrNone() {
    var random = new Random(11);
    String alphabet = "ugoa+-=rwxXst,07";
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(10); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        int mode = ModeChange.parse(text.toString()).apply(random.nextInt(010000), i % 2 == 0);
        assertTrue((mode & ~07777) == 0, text.toString());
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("not a file mode"));
      }
    }
  }
}
