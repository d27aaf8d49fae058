package io.jbuild.cli.check;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes an indented XML document of elements and attributes. */
final class XmlReport {
  /** What an element holds. */
  interface Body {
    void write() throws XMLStreamException;
  }

  private final XMLStreamWriter xml;
  private int depth;

  private XmlReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** What the document holds. */
  interface Document {
    void write(XmlReport report) throws XMLStreamException;
  }

  static void write(OutputStream out, Document document) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      document.write(new XmlReport(xml));
      xml.writeEndDocument();
      xml.flush();
      out.write("\n".getBytes(StandardCharsets.UTF_8));
    } catch (XMLStreamException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** An element with attributes, name and value in turn. */
  void element(String name, Body body, String... attributes) throws XMLStreamException {
    indent();
    xml.writeStartElement(name);
    attributes(attributes);
    depth++;
    body.write();
    depth--;
    indent();
    xml.writeEndElement();
  }

  /** An element that holds nothing. */
  void empty(String name, String... attributes) throws XMLStreamException {
    indent();
    xml.writeEmptyElement(name);
    attributes(attributes);
  }

  /** An element that holds text. */
  void text(String name, String text, String... attributes) throws XMLStreamException {
    indent();
    xml.writeStartElement(name);
    attributes(attributes);
    xml.writeCharacters(allowed(text));
    xml.writeEndElement();
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], allowed(attributes[i + 1]));
    }
  }

  private void indent() throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** XML 1.0 has no form for most control characters. */
  private static String allowed(String text) {
    var allowed = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= ' ' && c < 0xD800)
                        || (c >= 0xE000 && c != 0xFFFE && c != 0xFFFF)
                    ? c
                    : 0xFFFD)
        .forEach(allowed::appendCodePoint);
    return allowed.toString();
  }
}
