package io.jbuild.cli.template;

/** The nils of Go, which are {@code null} in JSON and false, but print as what they might be. */
public enum Nil {
  LIST("[]"),
  MAP("map[]"),
  POINTER("<nil>");

  private final String text;

  Nil(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
