package io.jbuild.core.layer;

/** What the records of a pax header say of an entry. */
final class PaxFields {
  private static final String XATTR = "SCHILY.xattr.";

  private PaxFields() {}

  static void apply(PaxRecords.Record record, RawEntry entry) throws LayerException {
    if (record.key().startsWith(XATTR)) {
      String name = record.key().substring(XATTR.length()).replace("%3D", "=");
      if (record.value().length == 0) {
        entry.xattrs.remove(name);
      } else {
        entry.xattrs.put(name, record.value());
      }
      return;
    }
    if (record.value().length == 0) {
      return;
    }
    switch (record.key()) {
      case "path" -> entry.name = name(record, entry);
      case "linkpath" -> entry.link = name(record, entry);
      case "uid" -> entry.uid = number(record, entry);
      case "gid" -> entry.gid = number(record, entry);
      case "size" -> entry.stored = number(record, entry);
      case "mtime" -> time(record, entry);
      case "SCHILY.devmajor" -> entry.deviceMajor = number(record, entry);
      case "SCHILY.devminor" -> entry.deviceMinor = number(record, entry);
      default -> {
        // Access times, comments, names of owners: no part of a layer.
      }
    }
  }

  private static byte[] name(PaxRecords.Record record, RawEntry entry) throws LayerException {
    for (byte b : record.value()) {
      if (b == 0) {
        throw bad(record, entry);
      }
    }
    return record.value();
  }

  static long number(PaxRecords.Record record, RawEntry entry) throws LayerException {
    try {
      return Long.parseLong(record.text());
    } catch (NumberFormatException e) {
      throw bad(record, entry);
    }
  }

  private static void time(PaxRecords.Record record, RawEntry entry) throws LayerException {
    String text = record.text();
    int point = text.indexOf('.');
    String fraction = point < 0 ? "" : text.substring(point + 1);
    try {
      String whole = point < 0 ? text : text.substring(0, point);
      long seconds = whole.isEmpty() || whole.equals("-") ? 0 : Long.parseLong(whole);
      int nanos =
          fraction.isEmpty()
              ? 0
              : Integer.parseUnsignedInt((fraction + "000000000").substring(0, 9));
      if (text.startsWith("-") && nanos > 0) {
        seconds -= 1;
        nanos = 1_000_000_000 - nanos;
      }
      entry.mtimeSeconds = seconds;
      entry.mtimeNanos = nanos;
    } catch (NumberFormatException e) {
      throw bad(record, entry);
    }
  }

  static LayerException bad(PaxRecords.Record record, RawEntry entry) {
    return new LayerException(
        "the extended header of `"
            + Names.shown(PathBytes.decode(entry.name))
            + "` has no sensible value for `"
            + Names.shown(record.key())
            + "`");
  }
}
