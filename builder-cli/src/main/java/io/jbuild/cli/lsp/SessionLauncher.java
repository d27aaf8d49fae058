package io.jbuild.cli.lsp;

import com.google.gson.JsonParseException;
import java.io.Reader;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;

/**
 * lsp4j as we want it: a message that is no JSON gets the error that JSON-RPC asks for instead of a
 * stack trace in a log, and nothing is logged, for the answers say all there is to say.
 */
final class SessionLauncher extends LSPLauncher.Builder<LanguageClient> {
  /** Held, since loggers that nobody holds forget their level. */
  private static final Logger LOG = Logger.getLogger("org.eclipse.lsp4j");

  SessionLauncher() {
    LOG.setLevel(Level.OFF);
  }

  @Override
  protected MessageJsonHandler createJsonHandler() {
    return new Handler(getSupportedMethods());
  }

  private static final class Handler extends MessageJsonHandler {
    Handler(Map<String, JsonRpcMethod> methods) {
      super(methods, gson -> gson.registerTypeAdapterFactory(new ManyRanges()));
    }

    @Override
    public Message parseMessage(Reader input) {
      try {
        Message message = super.parseMessage(input);
        if (message != null) {
          return message;
        }
        throw refused(ResponseErrorCode.InvalidRequest, "the message is empty");
      } catch (JsonParseException e) {
        throw refused(ResponseErrorCode.ParseError, "the message is no JSON object");
      }
    }

    private static MessageIssueException refused(ResponseErrorCode code, String text) {
      // A request that nothing is known of: its answer goes to no id.
      return new MessageIssueException(
          new RequestMessage(), new MessageIssue(text, code.getValue()));
    }
  }
}
