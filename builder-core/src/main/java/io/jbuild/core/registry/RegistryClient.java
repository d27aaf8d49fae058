package io.jbuild.core.registry;

import io.jbuild.cache.BlobFollower;
import io.jbuild.cache.BlobStore;
import io.jbuild.cache.Digest;
import io.jbuild.core.image.Descriptor;
import io.jbuild.core.image.ImageFormatException;
import io.jbuild.core.image.ImageJson;
import io.jbuild.core.image.ImageName;
import io.jbuild.core.image.Index;
import io.jbuild.core.image.Manifest;
import io.jbuild.core.image.MediaTypes;
import io.jbuild.core.image.Platform;
import io.jbuild.core.image.PlatformMatch;
import io.jbuild.core.progress.BuildListener;
import io.jbuild.core.registry.RegistryException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads images from registries and sends images to them (OCI distribution spec 1.1). Thread-safe.
 * Opens nothing until it is asked something; every byte it hands on has the digest it was asked by.
 *
 * <p>Methods throw {@link RegistryException} for what the registry did, {@link
 * java.io.InterruptedIOException} when the thread is interrupted, other IOExceptions for the store.
 */
public final class RegistryClient implements AutoCloseable {
  /** The longest manifest that is read, in bytes, as distribution limits it. */
  public static final int MAX_MANIFEST = 4 << 20;

  private static final int MAX_NESTED_INDEXES = 4;
  private static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_INDEX,
          MediaTypes.DOCKER_MANIFEST);

  private final BuildListener listener;
  private final AuthorizedTransport transport;
  private final Mirrors mirrors;

  public RegistryClient(
      RegistrySettings settings, CredentialSource credentials, BuildListener listener) {
    this(settings, credentials, listener, Pace.REAL);
  }

  RegistryClient(
      RegistrySettings settings, CredentialSource credentials, BuildListener listener, Pace pace) {
    this.listener = listener;
    this.transport = new AuthorizedTransport(settings, credentials, pace);
    this.mirrors = new Mirrors(settings.network(), listener);
  }

  /**
   * Finds the manifest that a name stands for on a platform. A single manifest is given whatever
   * its platform is: only its config tells that.
   */
  public Resolved resolve(ImageName name, Platform platform) throws IOException {
    return mirrors.read(name, place -> resolveAt(place, platform));
  }

  private Resolved resolveAt(ImageName name, Platform platform) throws IOException {
    String what = "image `" + name.familiar() + "`";
    Resolved.Document document = fetchDocument(name, reference(name), name.digest(), what);
    Optional<Resolved.Document> top = Optional.empty();
    for (int depth = 0; depth <= MAX_NESTED_INDEXES; depth++) {
      try {
        if (ImageJson.kind(document.bytes()) == ImageJson.Kind.MANIFEST) {
          Manifest manifest = ImageJson.readManifest(document.bytes());
          return new Resolved(document.descriptor(), document.bytes(), manifest, top);
        }
        Index index = ImageJson.readIndex(document.bytes());
        if (depth == 0) {
          top = Optional.of(document);
        }
        document = fetchChosen(name, PlatformMatch.select(index, platform), what);
      } catch (ImageFormatException e) {
        throw error(
            name, Kind.BAD_CONTENT, "sent a broken manifest for " + what + ": " + e.getMessage());
      } catch (PlatformMatch.NoMatchException e) {
        throw new RegistryException(
            Kind.NO_PLATFORM,
            0,
            name.registry(),
            name.familiar(),
            what + ": " + e.getMessage(),
            "choose one of them with `--platform`");
      }
    }
    throw error(name, Kind.BAD_CONTENT, "nests indexes too deeply for " + what);
  }

  private Resolved.Document fetchChosen(ImageName name, Descriptor chosen, String what)
      throws IOException {
    Resolved.Document document =
        fetchDocument(name, chosen.digest().toString(), Optional.of(chosen.digest()), what);
    if (document.bytes().length != chosen.size()) {
      throw error(
          name,
          Kind.BAD_CONTENT,
          "has a manifest of another size than its index says, for " + what);
    }
    return chosen.platform().isEmpty()
        ? document
        : new Resolved.Document(
            document.descriptor().withPlatform(chosen.platform().get()), document.bytes());
  }

  /** The manifest or index that a name itself stands for, whatever its platforms. */
  public Resolved.Document document(ImageName name) throws IOException {
    String what = "image `" + name.familiar() + "`";
    return mirrors.read(
        name, place -> fetchDocument(place, reference(place), place.digest(), what));
  }

  /** The tags of a repository, sorted, as the specification has it and old registries have not. */
  public List<String> tags(ImageName repository) throws IOException {
    Request request =
        transport.request(
            repository, "/tags/list?n=1000", "tags of `" + repository.familiar() + "`");
    List<String> tags = new ArrayList<>();
    new Pages(transport, Access.pull(repository))
        .read(
            request,
            page -> {
              tags.addAll(page.texts("tags").orElse(List.of()));
              return true;
            });
    return tags.stream().sorted().toList();
  }

  /**
   * Searches a registry for repositories.
   *
   * @param limit how many are wanted at most
   * @throws RegistryException of kind {@code NOT_FOUND} or {@code NOT_A_REGISTRY} when it can
   *     neither search nor list them
   */
  public List<FoundRepository> search(String registry, String term, int limit) throws IOException {
    return new RepositorySearch(transport, registry).find(term, limit);
  }

  /**
   * What refers to a manifest of a repository by its {@code subject}.
   *
   * @param artifactType of those that are wanted; all if there is none
   */
  public List<Referrer> referrers(
      ImageName repository, Digest subject, Optional<String> artifactType) throws IOException {
    return new Referrers(transport, repository).of(subject, artifactType);
  }

  private static String reference(ImageName name) {
    return name.digest()
        .map(Digest::toString)
        .or(name::tag)
        .orElseThrow(IllegalArgumentException::new);
  }

  /** The bytes of the manifest or index that a descriptor tells of, as they are. */
  public byte[] readDocument(ImageName name, Descriptor descriptor) throws IOException {
    String digest = descriptor.digest().toString();
    String what = "manifest `" + digest + "` of `" + name.familiar() + "`";
    return mirrors.read(
        name,
        place -> fetchDocument(place, digest, Optional.of(descriptor.digest()), what).bytes());
  }

  private Resolved.Document fetchDocument(
      ImageName name, String reference, Optional<Digest> expected, String what) throws IOException {
    Request request =
        transport.request(name, "/manifests/" + reference, what).withHeader("Accept", ACCEPT);
    try (Answer answer = transport.send(Access.pull(name), request)) {
      if (answer.status() != 200) {
        throw Answers.failure(request, answer);
      }
      byte[] bytes = readManifest(request, answer);
      Digest digest = Digest.of(bytes);
      String told = answer.header("Docker-Content-Digest");
      boolean wrong =
          expected.isPresent()
              ? !expected.get().equals(digest)
              : Digest.isValid(told) && !Digest.parse(told).equals(digest);
      if (wrong) {
        throw error(
            name, Kind.BAD_DIGEST, "sent bytes of another digest (`" + digest + "`) for " + what);
      }
      if (Answers.isHtml(bytes)) {
        throw Answers.error(
            request,
            Kind.NOT_A_REGISTRY,
            200,
            "`" + name.registry() + "` answers with an HTML page for " + what,
            "check that a registry is at this address, and no login page is in between");
      }
      return new Resolved.Document(describe(name, what, answer, bytes, digest), bytes);
    }
  }

  private static Descriptor describe(
      ImageName name, String what, Answer answer, byte[] bytes, Digest digest)
      throws RegistryException {
    try {
      boolean index = ImageJson.kind(bytes) == ImageJson.Kind.INDEX;
      String mediaType =
          index
              ? ImageJson.readIndex(bytes).mediaType()
              : ImageJson.readManifest(bytes).mediaType();
      String told = answer.header("Content-Type").replaceFirst(";.*", "").strip();
      if (index ? MediaTypes.isManifest(told) : MediaTypes.isIndex(told)) {
        throw error(
            name, Kind.BAD_CONTENT, "calls a `" + mediaType + "` a `" + told + "`, for " + what);
      }
      return Descriptor.of(mediaType, digest, bytes.length);
    } catch (ImageFormatException e) {
      throw error(
          name, Kind.BAD_CONTENT, "sent a broken manifest for " + what + ": " + e.getMessage());
    }
  }

  private byte[] readManifest(Request request, Answer answer) throws RegistryException {
    byte[] bytes;
    try (InputStream body = answer.body()) {
      bytes = body.readNBytes(MAX_MANIFEST + 1);
    } catch (IOException e) {
      throw ConnectionFailure.of(request, e);
    }
    if (bytes.length > MAX_MANIFEST) {
      throw Answers.error(
          request,
          Kind.TOO_LARGE,
          200,
          "registry `"
              + request.registry()
              + "` sent a manifest of more than 4 MiB for "
              + request.what(),
          "no real image has one");
    }
    return bytes;
  }

  /** Reads a small blob, such as a config, into memory. */
  public byte[] readBlob(ImageName name, Descriptor blob) throws IOException {
    if (blob.size() > MAX_MANIFEST) {
      throw error(name, Kind.TOO_LARGE, "has a config of " + blob.size() + " bytes; at most 4 MiB");
    }
    return mirrors.read(name, place -> readBlobAt(place, blob));
  }

  private byte[] readBlobAt(ImageName name, Descriptor blob) throws IOException {
    var bytes = new ByteArrayOutputStream((int) blob.size());
    var progress = new TransferProgress("", 0, BuildListener.SILENT);
    new BlobFetch(transport, name, blob, progress).into(bytes);
    if (!Digest.of(bytes.toByteArray()).equals(blob.digest())) {
      throw BlobFetch.wrongDigest(name, blob);
    }
    return bytes.toByteArray();
  }

  /**
   * Fetches the blobs that the store lacks, several at a time, and tells the progress of all as
   * one. When one fails the others are given up and nothing half-written is left.
   */
  public void fetch(ImageName name, Collection<Descriptor> blobs, BlobStore store)
      throws IOException {
    Map<Digest, Descriptor> missing = new LinkedHashMap<>();
    for (Descriptor blob : blobs) {
      if (!store.claim(blob.digest())) {
        missing.putIfAbsent(blob.digest(), blob);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    long total = missing.values().stream().mapToLong(Descriptor::size).sum();
    var progress = new TransferProgress("pull " + name.familiar(), total, listener);
    List<Parallel.Task> tasks = new ArrayList<>();
    for (Descriptor blob : missing.values()) {
      tasks.add(() -> fetch(name, blob, store, progress));
    }
    Parallel.run(tasks);
    progress.finish();
  }

  private void fetch(ImageName name, Descriptor blob, BlobStore store, TransferProgress progress)
      throws IOException {
    mirrors.read(
        name,
        place -> {
          new BlobFetch(transport, place, blob, progress).into(store);
          return blob;
        });
  }

  /**
   * Finds out whether a registry accepts a name and a password.
   *
   * @return what is to be kept: a refresh token where the registry gives one, else the password
   * @throws RegistryException of kind {@code UNAUTHORIZED} when it does not
   */
  public Credentials login(String registry, Credentials.Password user) throws IOException {
    return new Login(transport, registry).verify(user);
  }

  /**
   * Pushes an image or an index, all it refers to first.
   *
   * @param repository where to; its tag does not matter
   * @param tags to be set at the end, in this order; none: it can be had by its digest alone
   */
  public void push(ImageName repository, Descriptor image, List<String> tags, PushContent content)
      throws IOException {
    push(repository, image, tags, content, listener);
  }

  /** As {@link #push}, beside other work: nobody is told of what is there and what is sent. */
  public void pushSilently(
      ImageName repository, Descriptor image, List<String> tags, PushContent content)
      throws IOException {
    push(repository, image, tags, content, BuildListener.SILENT);
  }

  private void push(
      ImageName repository,
      Descriptor image,
      List<String> tags,
      PushContent content,
      BuildListener told)
      throws IOException {
    try (var push = new ImagePush(this, repository, content, List.of(), told)) {
      push.push(image, tags);
    }
  }

  /**
   * A push of an image that is still being made; the caller closes it.
   *
   * @param early blobs of it that are being sent already
   */
  public ImagePush begin(ImageName repository, PushContent content, Collection<EarlyUpload> early) {
    return new ImagePush(this, repository, content, early, listener);
  }

  /** Begins to send a blob that is still being written; the caller closes it after the push. */
  public EarlyUpload sendEarly(ImageName repository, BlobFollower blob) {
    return new EarlyUpload(transport, repository, blob);
  }

  /**
   * Puts a manifest or index under a tag; what it refers to is there already.
   *
   * @param content has the document
   */
  public void putDocument(
      ImageName repository, Descriptor document, String tag, PushContent content)
      throws IOException {
    try (var push = new ImagePush(this, repository, content, List.of(), BuildListener.SILENT)) {
      push.put(document, tag);
    }
  }

  AuthorizedTransport transport() {
    return transport;
  }

  static RegistryException error(ImageName name, Kind kind, String what) {
    return new RegistryException(
        kind,
        0,
        name.registry(),
        name.familiar(),
        "registry `" + name.registry() + "` " + what,
        "nothing of it was stored; tell those who run the registry");
  }

  /** Ends all connections. */
  @Override
  public void close() {
    transport.close();
  }
}
