package io.jbuild.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the documentation of the packages compile with this module and ANTLR alone. */
class PackageExampleTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\n(.*?)\\* }</pre>", Pattern.DOTALL);

  @TempDir Path classes;

  @Test
  void everyExampleCompiles() throws IOException {
    int examples = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.endsWith("package-info.java")).sorted().toList()) {
        Matcher example = EXAMPLE.matcher(Files.readString(file));
        while (example.find()) {
          String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
          assertEquals("", compile(code), file + "\n" + code);
          examples++;
        }
      }
    }
    assertTrue(examples >= 3, "parsing, checking and formatting are shown");
  }

  /** What the compiler has to say of it. */
  private String compile(String code) throws IOException {
    String source =
        """
        import io.jbuild.grammar.*;
        import io.jbuild.grammar.check.*;
        import io.jbuild.grammar.expand.*;
        import io.jbuild.grammar.format.*;
        import io.jbuild.grammar.hadolint.*;
        import io.jbuild.grammar.shell.*;
        import io.jbuild.grammar.lint.*;
        import java.util.List;
        class Example { Parsed parsed; Run run; void go(String text) { %s } }
        """
            .formatted(code);
    var file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    String path = Path.of("target/classes").toString() + ":" + antlr();
    List<String> options = List.of("-cp", path, "-d", classes.toString(), "-proc:none");
    compiler.getTask(said, null, null, options, null, List.of(file)).call();
    return said.toString();
  }

  private static String antlr() {
    var source = org.antlr.v4.runtime.Lexer.class.getProtectionDomain().getCodeSource();
    return Path.of(URI.create(source.getLocation().toString())).toString();
  }
}
