package io.jbuild.cli.template;

/** A template that cannot be followed; the message is for whoever wrote it. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TemplateException(String message) {
    super(message);
  }
}
