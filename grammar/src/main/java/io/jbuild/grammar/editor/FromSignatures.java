package io.jbuild.grammar.editor;

import io.jbuild.grammar.editor.Clause.Piece;
import io.jbuild.grammar.editor.Signatures.Help;
import io.jbuild.grammar.editor.Signatures.Signature;
import java.util.ArrayList;
import java.util.List;

/** The forms of FROM: with a tag or a digest or neither, with a name or without. */
final class FromSignatures {
  private static final List<Signature> BARE =
      List.of(
          new Signature("FROM baseImage", List.of("baseImage")),
          new Signature("FROM baseImage:tag", List.of("baseImage", "tag")),
          new Signature("FROM baseImage@digest", List.of("baseImage", "digest")));

  /** What is empty keeps the numbers of the others. */
  private static final List<Signature> NAMED =
      List.of(
          new Signature("FROM baseImage AS stage", List.of("baseImage", "", "AS", "stage")),
          new Signature("FROM baseImage:tag AS stage", List.of("baseImage", "tag", "AS", "stage")),
          new Signature(
              "FROM baseImage@digest AS stage", List.of("baseImage", "digest", "AS", "stage")));

  private FromSignatures() {}

  static Help at(Clause clause, int caret) {
    List<Piece> operands = clause.operands();
    if (operands.isEmpty()) {
      return new Help(forms(0, 3, false), 0);
    }
    Piece image = operands.getFirst();
    String text = clause.text(image);
    int at = text.indexOf('@');
    int colon = text.indexOf(':', text.lastIndexOf('/') + 1);
    int separator = at >= 0 ? at : colon;
    boolean named = operands.size() > 1 || clause.text().length() > image.to();
    List<Signature> forms =
        at >= 0 ? forms(2, 3, named) : colon >= 0 ? forms(1, 2, named) : forms(0, 3, named);
    int word = Signatures.word(clause, caret);
    if (word > 0) {
      return new Help(forms, Math.min(word + 1, 3));
    }
    boolean behind = separator >= 0 && caret > image.from() + separator;
    return new Help(forms, behind ? 1 : 0);
  }

  private static List<Signature> forms(int from, int to, boolean named) {
    List<Signature> forms = new ArrayList<>(named ? List.of() : BARE.subList(from, to));
    forms.addAll(NAMED.subList(from, to));
    return forms;
  }
}
