package io.jbuild.cli.lsp;

import io.jbuild.grammar.editor.Hover;
import io.jbuild.grammar.editor.Manual;
import io.jbuild.grammar.editor.Proposal;
import io.jbuild.grammar.editor.Signatures;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionItemTag;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Proposals, hovers and signatures as messages of the protocol. */
final class CompletionMessages {
  private CompletionMessages() {}

  static CompletionItem item(TextDocument document, Proposal proposal) {
    var item = new CompletionItem(proposal.label());
    item.setKind(kind(proposal.kind()));
    item.setInsertTextFormat(
        proposal.snippet().isPresent() ? InsertTextFormat.Snippet : InsertTextFormat.PlainText);
    item.setTextEdit(
        Either.forLeft(
            new TextEdit(
                Places.range(document, proposal.range()),
                proposal.snippet().orElse(proposal.text()))));
    proposal
        .key()
        .flatMap(Manual::entry)
        .ifPresent(entry -> item.setDocumentation(markdown(entry.text())));
    if (proposal.key().equals(Optional.of("MAINTAINER"))) {
      item.setTags(List.of(CompletionItemTag.Deprecated));
    }
    return item;
  }

  private static CompletionItemKind kind(Proposal.Kind kind) {
    return switch (kind) {
      case INSTRUCTION, WORD -> CompletionItemKind.Keyword;
      case FLAG -> CompletionItemKind.Field;
      case VALUE -> CompletionItemKind.Value;
      case VARIABLE -> CompletionItemKind.Variable;
      case STAGE -> CompletionItemKind.Module;
      case IMAGE -> CompletionItemKind.Class;
      case FILE -> CompletionItemKind.File;
      case FOLDER -> CompletionItemKind.Folder;
      case JSON -> CompletionItemKind.Snippet;
    };
  }

  static MarkupContent markdown(String text) {
    return new MarkupContent(MarkupKind.MARKDOWN, text);
  }

  static org.eclipse.lsp4j.Hover hover(TextDocument document, Hover hover) {
    String text =
        switch (hover.kind()) {
          case MANUAL -> Manual.entry(hover.text()).map(CompletionMessages::page).orElse("");
          case VALUE -> code("", hover.text());
          case IMAGE -> code("dockerfile", hover.text());
        };
    return new org.eclipse.lsp4j.Hover(markdown(text), Places.range(document, hover.range()));
  }

  private static String page(Manual.Entry entry) {
    var page = new StringBuilder();
    if (entry.key().indexOf("--") > 0 && !entry.sample().isEmpty()) {
      page.append('`').append(entry.key()).append('=').append(entry.sample()).append("`\n\n");
    }
    page.append(entry.text());
    if (!entry.choices().isEmpty()) {
      page.append("\n\n`").append(String.join("`, `", entry.choices())).append('`');
    }
    return page.toString();
  }

  /** A text as it is; a fence that is longer than any run of backticks in it. */
  private static String code(String language, String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + language + "\n" + text + "\n" + fence;
  }

  static SignatureHelp signatures(Signatures.Help help) {
    List<SignatureInformation> forms =
        help.signatures().stream()
            .map(
                form -> {
                  var information = new SignatureInformation(form.label());
                  information.setParameters(
                      form.parameters().stream().map(ParameterInformation::new).toList());
                  return information;
                })
            .toList();
    return new SignatureHelp(forms, 0, help.parameter());
  }
}
