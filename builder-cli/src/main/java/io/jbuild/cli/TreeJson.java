package io.jbuild.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jbuild.grammar.Add;
import io.jbuild.grammar.Arg;
import io.jbuild.grammar.ArgDeclaration;
import io.jbuild.grammar.Cmd;
import io.jbuild.grammar.Command;
import io.jbuild.grammar.Comment;
import io.jbuild.grammar.Copy;
import io.jbuild.grammar.Dockerfile;
import io.jbuild.grammar.Entrypoint;
import io.jbuild.grammar.Env;
import io.jbuild.grammar.ExecCommand;
import io.jbuild.grammar.Expose;
import io.jbuild.grammar.Flag;
import io.jbuild.grammar.From;
import io.jbuild.grammar.Healthcheck;
import io.jbuild.grammar.Heredoc;
import io.jbuild.grammar.Instruction;
import io.jbuild.grammar.KeyValue;
import io.jbuild.grammar.Label;
import io.jbuild.grammar.Maintainer;
import io.jbuild.grammar.Onbuild;
import io.jbuild.grammar.Parsed;
import io.jbuild.grammar.Range;
import io.jbuild.grammar.Run;
import io.jbuild.grammar.Shell;
import io.jbuild.grammar.ShellCommand;
import io.jbuild.grammar.Source;
import io.jbuild.grammar.Stage;
import io.jbuild.grammar.Stopsignal;
import io.jbuild.grammar.User;
import io.jbuild.grammar.Volume;
import io.jbuild.grammar.Word;
import io.jbuild.grammar.Workdir;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes a syntax tree as JSON. A range is {@code [line, column, end line, end column]}, counted
 * from 1 in UTF-16 units, the end after the last character.
 */
final class TreeJson {
  private final Source source;
  private final JsonGenerator json;

  private TreeJson(Source source, JsonGenerator json) {
    this.source = source;
    this.json = json;
  }

  /** Writes one object and a line feed; the stream stays open. */
  static void write(Parsed parsed, OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      new TreeJson(parsed.dockerfile().source(), json).file(parsed.dockerfile());
      json.writeRaw('\n');
    }
  }

  private void file(Dockerfile file) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", source.name());
    json.writeObjectFieldStart("directives");
    optional("syntax", file.directives().syntax());
    json.writeStringField("escape", String.valueOf(file.directives().escape()));
    optional("check", file.directives().check());
    json.writeEndObject();
    json.writeArrayFieldStart("globalArgs");
    for (Arg arg : file.globalArgs()) {
      instruction(arg);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("stages");
    for (Stage stage : file.stages()) {
      json.writeStartObject();
      json.writeNumberField("index", stage.index());
      optional("name", stage.name());
      json.writeFieldName("from");
      instruction(stage.from());
      json.writeArrayFieldStart("instructions");
      for (Instruction instruction : stage.instructions()) {
        instruction(instruction);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("comments");
    for (Comment comment : file.comments()) {
      json.writeStartObject();
      json.writeStringField("text", comment.text());
      range(comment.range());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void instruction(Instruction instruction) throws IOException {
    json.writeStartObject();
    json.writeStringField("instruction", instruction.keyword());
    json.writeStringField("keyword", instruction.origin().keyword());
    range(instruction.range());
    json.writeNumberField("firstLine", instruction.firstLine());
    json.writeNumberField("lastLine", instruction.lastLine());
    json.writeStringField("original", instruction.original());
    if (!instruction.flags().isEmpty()) {
      json.writeArrayFieldStart("flags");
      for (Flag flag : instruction.flags()) {
        json.writeStartObject();
        json.writeStringField("name", flag.name());
        word("value", flag.value());
        range(flag.range());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    arguments(instruction);
    if (!instruction.heredocs().isEmpty()) {
      json.writeArrayFieldStart("heredocs");
      for (Heredoc heredoc : instruction.heredocs()) {
        heredoc(heredoc);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void arguments(Instruction instruction) throws IOException {
    switch (instruction) {
      case From from -> {
        word("image", Optional.of(from.image()));
        word("platform", from.platform());
        word("alias", from.alias());
      }
      case Run run -> command(run.command());
      case Cmd cmd -> command(cmd.command());
      case Entrypoint entrypoint -> command(entrypoint.command());
      case Healthcheck check -> {
        json.writeBooleanField("none", check.command().isEmpty());
        if (check.command().isPresent()) {
          command(check.command().get());
        }
      }
      case Copy copy -> copied(copy.sources(), copy.destination());
      case Add add -> copied(add.sources(), add.destination());
      case Env env -> pairs(env.variables());
      case Label label -> pairs(label.labels());
      case Arg arg -> {
        json.writeArrayFieldStart("declarations");
        for (ArgDeclaration declaration : arg.declarations()) {
          json.writeStartObject();
          word("name", Optional.of(declaration.name()));
          word("default", declaration.defaultValue());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      case Expose expose -> words("ports", expose.ports());
      case Volume volume -> words("paths", volume.paths());
      case User user -> word("user", Optional.of(user.user()));
      case Workdir workdir -> word("path", Optional.of(workdir.path()));
      case Stopsignal stopsignal -> word("signal", Optional.of(stopsignal.signal()));
      case Maintainer maintainer -> json.writeStringField("name", maintainer.name());
      case Shell shell -> strings("arguments", shell.arguments());
      case Onbuild onbuild -> {
        json.writeStringField("text", onbuild.text());
        if (onbuild.nested().isPresent()) {
          json.writeFieldName("trigger");
          instruction(onbuild.nested().get());
        }
      }
    }
  }

  private void copied(List<Word> sources, Word destination) throws IOException {
    words("sources", sources);
    word("destination", Optional.of(destination));
  }

  private void command(Command command) throws IOException {
    json.writeObjectFieldStart("command");
    switch (command) {
      case ShellCommand shell -> json.writeStringField("shell", shell.text());
      case ExecCommand exec -> strings("exec", exec.arguments());
    }
    range(command.range());
    json.writeEndObject();
  }

  private void pairs(List<KeyValue> pairs) throws IOException {
    json.writeArrayFieldStart("pairs");
    for (KeyValue pair : pairs) {
      json.writeStartObject();
      word("key", Optional.of(pair.key()));
      word("value", Optional.of(pair.value()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void heredoc(Heredoc heredoc) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", heredoc.name());
    json.writeBooleanField("expand", heredoc.expand());
    json.writeBooleanField("stripTabs", heredoc.stripTabs());
    json.writeNumberField("fileDescriptor", heredoc.fileDescriptor());
    json.writeStringField("content", heredoc.content());
    range(heredoc.body());
    json.writeEndObject();
  }

  private void words(String field, List<Word> words) throws IOException {
    json.writeArrayFieldStart(field);
    for (Word word : words) {
      word(word);
    }
    json.writeEndArray();
  }

  private void word(String field, Optional<Word> word) throws IOException {
    if (word.isPresent()) {
      json.writeFieldName(field);
      word(word.get());
    }
  }

  private void word(Word word) throws IOException {
    json.writeStartObject();
    json.writeStringField("text", word.text());
    range(word.range());
    json.writeEndObject();
  }

  private void strings(String field, List<String> strings) throws IOException {
    json.writeArrayFieldStart(field);
    for (String string : strings) {
      json.writeString(string);
    }
    json.writeEndArray();
  }

  private void optional(String field, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }

  private void range(Range range) throws IOException {
    json.writeFieldName("range");
    json.writeArray(
        new int[] {
          source.line(range.start()),
          source.column(range.start()),
          source.line(range.end()),
          source.column(range.end())
        },
        0,
        4);
  }
}
