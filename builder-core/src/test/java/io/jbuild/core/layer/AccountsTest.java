package io.jbuild.core.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Accounts ACCOUNTS =
      Accounts.parse(
          """
          root:x:0:0:root:/root:/bin/sh
          # a comment
          app:x:1000:1001:An app:/home/app:/bin/sh
          broken:x:one:two
          1234:x:77:78::/:/bin/sh
          """,
          """
          root:x:0:
          app:x:1001:
          audio:x:29:app,other
          video:x:44:app
          """);

  @Test
  void aNameGivesItsIdsAndSupplementaryGroups() throws LayerException {
    assertEquals(
        new Accounts.Account(1000, 1001, List.of(29, 44), "/home/app"), ACCOUNTS.resolve("app"));
  }

  @Test
  void aGroupThatIsGivenIsTheOnlyOne() throws LayerException {
    assertEquals(
        new Accounts.Account(1000, 29, List.of(), "/home/app"), ACCOUNTS.resolve("app:audio"));
    assertEquals(new Accounts.Account(1000, 5, List.of(), "/home/app"), ACCOUNTS.resolve("1000:5"));
  }

  @Test
  void aProcessHasItsPrimaryGroupAmongTheOthers() throws LayerException {
    assertEquals(List.of(1001L, 29L, 44L), ACCOUNTS.resolve("app").processGroups());
    assertEquals(List.of(0L), ACCOUNTS.resolve("root").processGroups());
  }

  @Test
  void aNumberNeedsNoEntry() throws LayerException {
    assertEquals(new Accounts.Account(4711, 0, List.of(), "/"), ACCOUNTS.resolve("4711"));
    assertEquals(
        new Accounts.Account(1000, 1001, List.of(29, 44), "/home/app"), ACCOUNTS.resolve("1000"));
  }

  @Test
  void aUserNamedLikeANumberComesFirst() throws LayerException {
    assertEquals(77, ACCOUNTS.resolve("1234").uid());
  }

  @Test
  void forFilesANumberStandsForTheGroupToo() throws LayerException {
    assertEquals(new Accounts.Owner(55, 55), ACCOUNTS.resolveOwner("55"));
    assertEquals(new Accounts.Owner(1000, 1001), ACCOUNTS.resolveOwner("app"));
    assertEquals(new Accounts.Owner(55, 44), ACCOUNTS.resolveOwner("55:video"));
  }

  @Test
  void rootOwnsFilesAlsoWhereNoFileNamesIt() throws LayerException {
    Accounts none = Accounts.parse("", "");
    assertEquals(new Accounts.Owner(0, 0), none.resolveOwner("root"));
    assertEquals(new Accounts.Owner(7, 0), none.resolveOwner("7:root"));
    assertThrows(LayerException.class, () -> none.resolveOwner("root:wheel"));
  }

  @Test
  void whatIsUnknownIsNamed() {
    var user = assertThrows(LayerException.class, () -> ACCOUNTS.resolve("nobody"));
    assertTrue(user.getMessage().contains("user `nobody`"), user.getMessage());
    var group = assertThrows(LayerException.class, () -> ACCOUNTS.resolve("app:wheel"));
    assertTrue(group.getMessage().contains("group `wheel`"), group.getMessage());
    assertThrows(LayerException.class, () -> ACCOUNTS.resolve("99999999999"));
    assertThrows(LayerException.class, () -> ACCOUNTS.resolve("-1"));
  }
}
