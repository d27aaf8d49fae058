package io.jbuild.core.registry;

import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Json;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.progress.BuildEvent;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends an image or an index into one repository; what of its blobs is ready may be offered before
 * the rest is. To be used by one thread. The order is a contract: all blobs, then the manifests,
 * then the index, then the tags; so a reader never finds a name that stands for something which is
 * not there, wherever the push ends. What the registry has is not sent.
 */
public final class ImagePush implements Closeable {
  private static final int MAX_NESTED_INDEXES = 4;

  private final AuthorizedTransport transport;
  private final BuildListener listener;
  private final ImageName repository;
  private final PushContent content;
  private final Collection<EarlyUpload> early;
  private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
  private final Map<Digest, Descriptor> documents = new LinkedHashMap<>();
  private final Set<Digest> offered = new HashSet<>();
  private final Parallel transfers = new Parallel();
  private final TransferProgress progress;
  private final AtomicBoolean sent = new AtomicBoolean();

  /**
   * A push.
   *
   * @param early blobs that are being sent already
   */
  ImagePush(
      RegistryClient client,
      ImageName repository,
      PushContent content,
      Collection<EarlyUpload> early,
      BuildListener listener) {
    this.transport = client.transport();
    this.listener = listener;
    this.repository = repository;
    this.content = content;
    this.early = early;
    this.progress = new TransferProgress("push " + repository.familiar(), 0, listener);
  }

  /**
   * Begins to bring a config or layer into the repository, if it is not there.
   *
   * @throws IOException when that or an earlier one has failed
   */
  public void offer(Descriptor blob) throws IOException {
    if (offered.add(blob.digest())) {
      transfers.start(() -> bring(new BlobPush(transport, repository, blob)));
    }
  }

  /** Ends what still runs. */
  @Override
  public void close() {
    transfers.close();
  }

  /** Pushes what a descriptor stands for, under tags; without tags it is there by its digest. */
  public void push(Descriptor image, List<String> tags) throws IOException {
    collect(image, 0, new LinkedHashSet<>());
    pushBlobs();
    documents.remove(image.digest());
    for (Descriptor document : documents.values()) {
      put(document, document.digest().toString());
    }
    if (tags.isEmpty()) {
      put(image, image.digest().toString());
    }
    for (String tag : tags) {
      put(image, tag);
    }
  }

  /** What is referred to comes first. */
  private void collect(Descriptor descriptor, int depth, SequencedSet<Digest> path)
      throws IOException {
    if (depth > MAX_NESTED_INDEXES || !path.add(descriptor.digest())) {
      throw new ImageFormatException(
          "the index `" + path.getFirst() + "` nests indexes too deeply, or in a circle");
    }
    byte[] bytes = content.document(descriptor);
    if (ImageJson.kind(bytes) == ImageJson.Kind.INDEX) {
      for (Descriptor child : ImageJson.readIndex(bytes).manifests()) {
        if (MediaTypes.isIndex(child.mediaType()) || MediaTypes.isManifest(child.mediaType())) {
          collect(child, depth + 1, path);
        } else {
          // Of a kind not known here: sent as it is, and what it refers to is not looked for.
          documents.putIfAbsent(child.digest(), child);
        }
      }
    } else {
      Manifest manifest = ImageJson.readManifest(bytes);
      manifest.layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
      blobs.putIfAbsent(manifest.config().digest(), manifest.config());
    }
    documents.putIfAbsent(descriptor.digest(), descriptor);
    path.remove(descriptor.digest());
  }

  private void pushBlobs() throws IOException {
    for (Descriptor blob : blobs.values()) {
      offer(blob);
    }
    transfers.await();
    if (sent.get()) {
      progress.finish();
    }
  }

  private void bring(BlobPush push) throws IOException {
    if (push.exists()) {
      note(push.blob(), "Layer already exists");
      return;
    }
    Optional<UploadSession> begun = begun(push.blob().digest());
    Optional<String> from = Optional.empty();
    if (begun.isPresent()) {
      push.resume(begun.get());
    } else {
      from = push.mount(content.repositories(push.blob().digest()));
    }
    if (from.isPresent()) {
      note(push.blob(), "Mounted from " + from.get());
      return;
    }
    sent.set(true);
    progress.expect(push.blob().size());
    push.upload(content, progress);
  }

  /** The session of a blob that was sent before it was asked for. */
  private Optional<UploadSession> begun(Digest digest) throws IOException {
    for (EarlyUpload upload : early) {
      Optional<UploadSession> session = upload.take(repository, digest);
      if (session.isPresent()) {
        return session;
      }
    }
    return Optional.empty();
  }

  /** Tells of layers alone, as docker does. */
  private void note(Descriptor blob, String text) {
    if (blob.mediaType().equals(MediaTypes.OCI_CONFIG)
        || blob.mediaType().equals(MediaTypes.DOCKER_CONFIG)) {
      return;
    }
    listener.on(new BuildEvent.Note(blob.digest().hex().substring(0, 12) + ": " + text));
  }

  /** Puts a manifest or index, unless the reference stands for it already. */
  void put(Descriptor descriptor, String reference) throws IOException {
    byte[] bytes = content.document(descriptor);
    String what = "manifest `" + reference + "` of `" + repository.familiar() + "`";
    Access access = Access.push(repository);
    Request question =
        transport
            .request(repository, "/manifests/" + reference, what)
            .withHeader("Accept", descriptor.mediaType())
            .withMethod("HEAD");
    try (Answer answer = transport.send(access, question)) {
      if (answer.status() == 200
          && answer.header("Docker-Content-Digest").equals(descriptor.digest().toString())) {
        return;
      }
    }
    Request request =
        transport
            .request(repository, "/manifests/" + reference, what)
            .withMethod("PUT")
            .withBody(Body.of(descriptor.mediaType(), bytes));
    try (Answer answer = transport.send(access, request)) {
      if (answer.status() != 201 && answer.status() != 200) {
        throw Answers.failure(request, answer);
      }
      String told = answer.header("Docker-Content-Digest");
      if (Digest.isValid(told) && !told.equals(descriptor.digest().toString())) {
        throw RegistryClient.error(
            repository,
            Kind.BAD_DIGEST,
            "stored another manifest (`" + told + "`) than `" + descriptor.digest() + "`");
      }
      if (answer.header("OCI-Subject").isEmpty()) {
        enterReferrer(descriptor, bytes);
      }
    }
  }

  /** A registry that says nothing of a subject has no list of what refers to it. */
  private void enterReferrer(Descriptor descriptor, byte[] bytes) throws IOException {
    Json json = Json.parse(bytes, "manifest");
    Optional<Json> subject = json.get("subject");
    if (subject.isEmpty()) {
      return;
    }
    Optional<Json> config = json.get("config");
    String type = json.text("artifactType");
    if (type.isEmpty() && config.isPresent()) {
      type = config.get().text("mediaType");
    }
    var annotations = new TreeMap<String, String>();
    for (Map.Entry<String, Json> entry : json.fields("annotations").entrySet()) {
      annotations.put(entry.getKey(), entry.getValue().text());
    }
    Descriptor entry =
        new Descriptor(
            descriptor.mediaType(),
            descriptor.digest(),
            descriptor.size(),
            Optional.empty(),
            annotations);
    Digest of = ImageJson.readDescriptor(subject.get()).digest();
    new Referrers(transport, repository).add(of, entry, type);
  }
}
