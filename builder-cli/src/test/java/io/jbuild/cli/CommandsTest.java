package io.jbuild.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CommandsTest {
  @Test
  void everyListedCommandExists() {
    for (String name : Commands.ALL) {
      List<String> line = new ArrayList<>(List.of(name.split(" ")));
      line.add("--some-option");
      String found = Commands.of(line).getCommandSpec().qualifiedName();
      assertEquals(name.equals("image build") ? "jbuild build" : "jbuild " + name, found);
      assertEquals(List.of("--some-option"), line);
    }
  }

  @Test
  void wordsThatBeginALineAreThoseOfTheCommands() {
    Set<String> words = new TreeSet<>(Set.of("help"));
    Commands.ALL.forEach(name -> words.add(name.split(" ")[0]));
    assertEquals(words, new TreeSet<>(Commands.WORDS));
    Commands.ALL.stream()
        .filter(name -> name.contains(" "))
        .forEach(name -> assertTrue(Commands.isGroup(name.split(" ")[0]), name));
  }

  @Test
  void helpListsCommandsAndGroups() {
    Invocation help = Invocation.of("", "help");
    assertEquals(0, help.code());
    assertTrue(help.out().contains("images"), help.out());
    assertTrue(Invocation.of("", "image", "--help").out().contains("inspect"));
    Invocation unknown = Invocation.of("", "image", "inspct");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("did you mean `inspect`?"), unknown.err());
  }
}
