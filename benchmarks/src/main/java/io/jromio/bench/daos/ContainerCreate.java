package io.jromio.bench.daos;

import io.jromio.bench.daos.Names.Given;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos container create}: a container with a file system in it, or without one. */
@Command(
    name = "create",
    description = {
      "Makes a container. With --type=POSIX it holds a file system.",
      "Classes are S1 to S32 and SX; those with replicas or parity cannot be had yet."
    },
    customSynopsis = "jromio daos container create [OPTIONS] POOL [CONT]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio daos cont create tank ckpt --type=POSIX",
      "  jromio daos cont create tank ckpt --type=POSIX --chunk-size=4MiB --file-oclass=SX"
          + " --properties=cksum:crc32,srv_cksum:on"
    })
final class ContainerCreate extends StoreCommand {
  private static final String POSIX = "POSIX";
  private static final String UNKNOWN = "unknown";
  private static final List<String> OTHER_TYPES =
      List.of("HDF5", "PYTHON", "SPARK", "DATABASE", "ROOT", "SEISMIC", "METEO");

  @Mixin private Names names = new Names(session());

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "POSIX, or unknown [${DEFAULT-VALUE}].",
      defaultValue = UNKNOWN)
  private String type = UNKNOWN;

  @Option(
      names = {"-z", "--chunk-size"},
      paramLabel = "SIZE",
      description = "Of new files, such as 4MiB; 1 MiB if not given.")
  private @Nullable String chunkSize;

  @Option(
      names = {"-o", "--oclass"},
      paramLabel = "CLASS",
      description = "Of files and directories without a class of their own.")
  private @Nullable String objectClass;

  @Option(
      names = {"-d", "--dir-oclass"},
      paramLabel = "CLASS",
      description = "Of new directories.")
  private @Nullable String directoryClass;

  @Option(
      names = {"-f", "--file-oclass"},
      paramLabel = "CLASS",
      description = "Of new files.")
  private @Nullable String fileClass;

  @Option(
      names = {"-H", "--hints"},
      paramLabel = "HINTS",
      description = "Such as file:max,dir:single.")
  private String hints = "";

  @Option(
      names = "--properties",
      paramLabel = "NAME:VALUE,...",
      description = "Such as cksum:crc32,srv_cksum:on.")
  private String properties = "";

  @Option(
      names = {"-a", "--attrs"},
      paramLabel = "NAME:VALUE,...",
      description = "Attributes of the user.")
  private String attributes = "";

  @Option(
      names = {"-M", "--mode"},
      paramLabel = "MODE",
      description = "relaxed; balanced cannot be had yet.")
  private String mode = "relaxed";

  @Option(
      names = {"-l", "--label"},
      paramLabel = "CONT",
      hidden = true)
  private @Nullable String label;

  @Option(
      names = {"-A", "--acl-file"},
      paramLabel = "FILE",
      hidden = true)
  private @Nullable String aclFile;

  @Option(
      names = {"-g", "--group"},
      paramLabel = "GROUP",
      hidden = true)
  private @Nullable String group;

  ContainerCreate(Session session) {
    super(session);
  }

  /** What is asked for, read and checked. */
  private record Wanted(
      String pool,
      String label,
      DfsAttributes posix,
      Map<String, String> properties,
      Map<String, byte[]> attributes) {}

  @Override
  void check() throws IOException {
    refuse(wanted());
  }

  private Wanted wanted() throws IOException {
    Given given = names.pool(1);
    Map<String, String> set =
        properties.isEmpty() ? Map.of() : parsed(() -> Property.parse(properties));
    Map<String, byte[]> own = new LinkedHashMap<>();
    if (!attributes.isEmpty()) {
      parsed(() -> Property.pairs(attributes))
          .forEach((name, value) -> own.put(name, value.getBytes(StandardCharsets.UTF_8)));
    }
    String name = label != null ? label : given.rest(0);
    if (set.containsKey("label")) {
      name = set.get("label");
      set.remove("label");
    }
    DfsAttributes posix =
        new DfsAttributes(
            chunk(),
            objectClass("--oclass", objectClass),
            objectClass("--dir-oclass", directoryClass),
            objectClass("--file-oclass", fileClass),
            hints);
    return new Wanted(given.pool(), name, posix, set, own);
  }

  private long chunk() {
    String text = chunkSize;
    if (text == null) {
      return 0;
    }
    long size = parsed(() -> Sizes.parse(text));
    if (size == 0) {
      throw usage("no chunk size: --chunk-size=" + text);
    }
    return size;
  }

  private @Nullable ObjectClass objectClass(String option, @Nullable String name) {
    if (name == null) {
      return null;
    }
    return ObjectClass.parse(name)
        .orElseThrow(() -> usage("no such object class: %s=%s".formatted(option, name)));
  }

  /** Names at once all that this store does not have. */
  private void refuse(Wanted wanted) throws StoreException {
    List<String> missing = new ArrayList<>();
    if (!type.equalsIgnoreCase(POSIX) && !type.equalsIgnoreCase(UNKNOWN)) {
      if (!OTHER_TYPES.contains(type.toUpperCase(Locale.ROOT))) {
        throw usage("no such type: --type=" + type);
      }
      missing.add("--type=" + type.toUpperCase(Locale.ROOT));
    }
    add(missing, "--oclass", wanted.posix().objectClass());
    add(missing, "--dir-oclass", wanted.posix().directoryClass());
    add(missing, "--file-oclass", wanted.posix().fileClass());
    String factor = wanted.properties().getOrDefault("rd_fac", "0");
    if (!factor.equals("0")) {
      missing.add("rd_fac:" + factor);
    }
    if (!mode.equalsIgnoreCase("relaxed")) {
      if (!mode.equalsIgnoreCase("balanced")) {
        throw usage("no such mode: --mode=" + mode);
      }
      missing.add("--mode=balanced");
    }
    if (aclFile != null) {
      missing.add("--acl-file");
    }
    if (group != null) {
      missing.add("--group");
    }
    if (!missing.isEmpty()) {
      throw new StoreException(
          Der.NOTSUPPORTED, "not available yet: " + String.join(", ", missing));
    }
  }

  private static void add(List<String> missing, String option, @Nullable ObjectClass wanted) {
    if (wanted != null && !(wanted instanceof ObjectClass.Sharded)) {
      missing.add(option + "=" + wanted);
    }
  }

  @Override
  Answer answer(StoreSystem store) throws IOException {
    Wanted wanted = wanted();
    Map<String, String> set = new LinkedHashMap<>(wanted.properties());
    String container = create(store, wanted, set).uuid().toString();
    if (!wanted.attributes().isEmpty()) {
      store.setAttributes(wanted.pool(), container, wanted.attributes());
    }
    return ContainerText.created(store.queryContainer(wanted.pool(), container));
  }

  private ContainerInfo create(StoreSystem store, Wanted wanted, Map<String, String> set)
      throws IOException {
    if (!type.equalsIgnoreCase(POSIX)) {
      set.put("layout_type", UNKNOWN);
      ContainerSpec spec = new ContainerSpec(wanted.label(), set, List.of());
      return store.createContainer(wanted.pool(), spec);
    }
    try {
      return DfsClient.createContainer(store, wanted.pool(), wanted.label(), wanted.posix(), set);
    } catch (DfsException e) {
      // What the store says is about the container and not about a file.
      throw e.getCause() instanceof StoreException cause ? cause : e;
    }
  }
}
