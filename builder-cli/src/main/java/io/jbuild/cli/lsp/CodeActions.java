package io.jbuild.cli.lsp;

import io.jbuild.grammar.Fix;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.TextEdit;
import io.jbuild.grammar.check.Finding;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionKind;

/** What an editor can do about findings. */
final class CodeActions {
  /** The fix of everything, apart from those of other servers. */
  static final String FIX_ALL = CodeActionKind.SourceFixAll + ".jbuild";

  private CodeActions() {}

  /**
   * The actions for a range: fixes of what is found there, and one for all of the file.
   *
   * @param resolves whether the edit of that one can be given later, by {@link #resolved}
   */
  static List<CodeAction> of(
      TextDocument document,
      FileFindings findings,
      Range range,
      CodeActionContext context,
      boolean resolves) {
    List<CodeAction> actions = new ArrayList<>();
    List<Finding> found = findings.known(document);
    if (wants(context, CodeActionKind.QuickFix)) {
      for (Finding finding : found) {
        boolean here =
            touches(finding.diagnostic().focus(), range)
                || touches(finding.diagnostic().range(), range);
        if (here) {
          finding
              .diagnostic()
              .fix()
              .ifPresent(fix -> actions.add(quickFix(document, finding, fix, findings.pages())));
        }
      }
    }
    boolean safe = found.stream().anyMatch(f -> f.diagnostic().fix().filter(Fix::safe).isPresent());
    if (safe && wants(context, FIX_ALL)) {
      var action = new CodeAction("mend all that leaves the image as it is");
      action.setKind(FIX_ALL);
      if (resolves) {
        action.setData(document.uri());
        actions.add(action);
      } else if (!document.isLarge() || asksFor(context)) {
        resolved(action, document, findings);
        actions.add(action);
      }
    }
    return actions;
  }

  /** Gives an action for all of a file its edit. */
  static CodeAction resolved(CodeAction action, TextDocument document, FileFindings findings) {
    TextEdit edit = difference(document.text(), findings.mended(document).text());
    action.setEdit(Places.workspaceEdit(document, List.of(edit)));
    return action;
  }

  /** Whether nothing but the fix of everything is asked for, as on saving. */
  private static boolean asksFor(CodeActionContext context) {
    List<String> only = context == null ? null : context.getOnly();
    return only != null
        && !only.isEmpty()
        && only.stream().allMatch(kind -> kind.startsWith(CodeActionKind.Source));
  }

  private static boolean touches(Range a, Range b) {
    return a.start() <= b.end() && b.start() <= a.end();
  }

  /** A kind that is asked for takes in those that begin with it and a dot. */
  private static boolean wants(CodeActionContext context, String kind) {
    List<String> only = context == null ? null : context.getOnly();
    return only == null
        || only.isEmpty()
        || only.stream().anyMatch(o -> kind.equals(o) || kind.startsWith(o + ".") || o.isEmpty());
  }

  private static CodeAction quickFix(
      TextDocument document, Finding finding, Fix fix, RulePages pages) {
    var action = new CodeAction(fix.title());
    action.setKind(CodeActionKind.QuickFix);
    action.setDiagnostics(List.of(DiagnosticMessages.of(document, finding, pages)));
    action.setIsPreferred(fix.safe());
    action.setEdit(Places.workspaceEdit(document, fix.edits()));
    return action;
  }

  /** One edit from the first character that differs to the last. */
  static TextEdit difference(String before, String after) {
    int start = 0;
    int shorter = Math.min(before.length(), after.length());
    while (start < shorter && before.charAt(start) == after.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.charAt(before.length() - 1 - end) == after.charAt(after.length() - 1 - end)) {
      end++;
    }
    return new TextEdit(
        new Range(start, before.length() - end), after.substring(start, after.length() - end));
  }
}
