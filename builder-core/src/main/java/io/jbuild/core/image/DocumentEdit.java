package io.jbuild.core.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes what a manifest or index says of other blobs and leaves every field beside that as it is,
 * those too that jbuild does not know: {@code subject}, {@code artifactType}, those to come.
 */
public final class DocumentEdit {
  private DocumentEdit() {}

  /**
   * A manifest with other layers, as many as it has.
   *
   * @param mediaType of the manifest; one that stands in no field is not written
   */
  public static byte[] manifest(
      byte[] bytes, String mediaType, Descriptor config, List<Descriptor> layers)
      throws ImageFormatException {
    Json json = Json.parse(bytes, "manifest");
    Map<String, Object> fields = edited(json, mediaType, "layers", layers);
    fields.put("config", edited(json.require("config"), config));
    return new JsonText().any(fields).bytes();
  }

  /** An index with other manifests, as many as it has. */
  public static byte[] index(byte[] bytes, String mediaType, List<Descriptor> manifests)
      throws ImageFormatException {
    Json json = Json.parse(bytes, "index");
    return new JsonText().any(edited(json, mediaType, "manifests", manifests)).bytes();
  }

  private static Map<String, Object> edited(
      Json json, String mediaType, String list, List<Descriptor> descriptors)
      throws ImageFormatException {
    Map<String, Object> fields = new LinkedHashMap<>(json.object());
    if (fields.containsKey("mediaType")) {
      fields.put("mediaType", mediaType);
    }
    List<Json> before = json.list(list);
    if (before.size() != descriptors.size()) {
      throw json.error("has " + before.size() + " `" + list + "`, not " + descriptors.size());
    }
    List<Object> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      after.add(edited(before.get(i), descriptors.get(i)));
    }
    fields.put(list, after);
    return fields;
  }

  /** Other bytes are not to be had where the former ones are, nor are they these. */
  private static Map<String, Object> edited(Json before, Descriptor now)
      throws ImageFormatException {
    Map<String, Object> fields = new LinkedHashMap<>(before.object());
    boolean same = ImageJson.digest(before.require("digest")).equals(now.digest());
    fields.put("mediaType", now.mediaType());
    fields.put("digest", now.digest().toString());
    fields.put("size", now.size());
    if (!same) {
      fields.remove("urls");
      fields.remove("data");
    }
    return fields;
  }
}
