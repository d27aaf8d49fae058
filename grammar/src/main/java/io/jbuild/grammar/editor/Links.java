package io.jbuild.grammar.editor;

import io.jbuild.grammar.Range;
import io.jbuild.grammar.editor.Clause.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Places of a text that lead somewhere: images to their pages, URLs, files of the context. */
public final class Links {
  private Links() {}

  /**
   * A place and where it leads.
   *
   * @param range what is clicked on
   * @param target an address, or a path in the context
   * @param file whether it is a path in the context
   */
  public record Link(Range range, String target, boolean file) {}

  /** All links in order. */
  public static List<Link> of(Draft draft, Surroundings around) {
    List<Link> links = new ArrayList<>();
    Set<Range> stages = new HashSet<>();
    for (StageUse use : StageUse.of(draft)) {
      if (use.known()) {
        stages.add(use.range());
      }
    }
    for (Clause outer : draft.clauses()) {
      Clause clause = outer.innermost();
      List<Piece> operands = clause.operands();
      switch (clause.keyword()) {
        case "FROM" -> {
          if (!operands.isEmpty()) {
            image(clause, operands.getFirst(), stages, links);
          }
        }
        case "COPY", "ADD" -> {
          for (Piece flag : clause.flags()) {
            if (clause.text(flag).startsWith("--from=")) {
              image(clause, new Piece(flag.from() + 7, flag.to()), stages, links);
            }
          }
          sources(clause, around, links);
        }
        default -> {}
      }
    }
    return links;
  }

  private static void image(Clause clause, Piece word, Set<Range> stages, List<Link> links) {
    Range range = clause.range(word);
    String text = clause.text(word);
    boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (stages.contains(range) || number || text.indexOf('$') >= 0 || text.equals("scratch")) {
      return;
    }
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    name = colon < 0 ? name : name.substring(0, colon);
    int length = name.length();
    if (length > 0) {
      page(name)
          .ifPresent(
              page ->
                  links.add(
                      new Link(
                          clause.text().range(word.from(), word.from() + length), page, false)));
    }
  }

  /** The page of a repository; registries that have none that is known give nothing. */
  static Optional<String> page(String name) {
    int slash = name.indexOf('/');
    String host = slash < 0 ? "" : name.substring(0, slash);
    boolean isHost = host.indexOf('.') >= 0 || host.indexOf(':') >= 0 || host.equals("localhost");
    if (!isHost || host.equals("docker.io")) {
      String path = isHost ? name.substring(slash + 1) : name;
      path = path.startsWith("library/") ? path.substring("library/".length()) : path;
      return Optional.of(
          "https://hub.docker.com/" + (path.indexOf('/') < 0 ? "_/" : "r/") + path + "/");
    }
    String path = name.substring(slash + 1);
    int owner = path.indexOf('/');
    return switch (host) {
      case "ghcr.io" ->
          owner < 0
              ? Optional.empty()
              : Optional.of(
                  "https://github.com/orgs/"
                      + path.substring(0, owner)
                      + "/packages/container/package/"
                      + path.substring(owner + 1).replace("/", "%2F"));
      case "quay.io" ->
          owner < 0 ? Optional.empty() : Optional.of("https://quay.io/repository/" + path);
      case "mcr.microsoft.com" -> Optional.of("https://mcr.microsoft.com/artifact/mar/" + path);
      default -> Optional.empty();
    };
  }

  private static void sources(Clause clause, Surroundings around, List<Link> links) {
    boolean from = clause.flags().stream().anyMatch(f -> clause.text(f).startsWith("--from="));
    List<Piece> operands = clause.operands();
    for (Piece word : operands.subList(0, Math.max(0, operands.size() - 1))) {
      int trim = clause.isJson() ? 1 : 0;
      int start = word.from();
      int end = word.to();
      String text = clause.text().text();
      while (trim > 0 && start < end && "[\"".indexOf(text.charAt(start)) >= 0) {
        start++;
      }
      while (trim > 0 && start < end && "],\"".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      String source = text.substring(start, end);
      Range range = clause.text().range(start, end);
      if (source.startsWith("http://") || source.startsWith("https://")) {
        links.add(new Link(range, source, false));
      } else if (!from && !source.isEmpty() && around.hasFile(source)) {
        links.add(new Link(range, source, true));
      }
    }
  }
}
