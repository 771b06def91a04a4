package io.jromio.h5vol;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.FileOption.Choice;
import io.jromio.h5vol.GroupNode.Spot;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An open HDF5 file, shared by all ranks of a communicator; it is its own root group.
 *
 * <p>Names are those of MPI-IO: a path, or one with a driver in front ({@code ufs:}, {@code mem:},
 * {@code daos://pool/container/path}); {@code h5daos://pool/container/path} is a file of the
 * connector that keeps objects.
 *
 * <p>All calls are collective unless they say "local": all ranks make them in the same order with
 * equal arguments. Only {@link Region#read} and {@link Region#write} are for one rank alone. One
 * thread of a rank uses a file at a time.
 *
 * @source HDF5 reference manual, "Collective calling requirements in parallel HDF5 applications"
 */
public final class H5File implements H5Group, AutoCloseable {
  private final VolFile vol;
  private final OpenFiles family;
  private final GroupNode root;
  private final Spot rootSpot;

  H5File(VolFile vol, OpenFiles family) throws H5Exception {
    this.vol = vol;
    this.family = family;
    this.rootSpot = new Spot(this, vol.root(), "/");
    this.root = new GroupNode(rootSpot, (VolGroup) rootSpot.vol());
  }

  /**
   * Creates a file and opens it for writing. What is there is replaced, unless {@link
   * FileOption#exclusive} is given.
   *
   * @param world all ranks of it make the call; it may be used for other things at the same time
   * @throws H5Exception {@link H5Error#EXISTS} with {@code exclusive}; {@link H5Error#NOT_FOUND} if
   *     there is no such folder or connector
   */
  public static H5File create(Communicator world, String name, FileOption... options)
      throws H5Exception {
    return OpenFiles.create(world, name, Choice.forCreating(options));
  }

  /**
   * Opens a file, for reading only unless {@link FileOption#writable} is given.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}; {@link H5Error#BAD_FILE} if it is none; {@link
   *     H5Error#IN_USE} if its last writer did not close it
   */
  public static H5File open(Communicator world, String name, FileOption... options)
      throws H5Exception {
    return OpenFiles.open(world, name, Choice.forOpening(options));
  }

  /** Whether there is such a file, and it can be opened. */
  public static boolean isAccessible(Communicator world, String name, FileOption... options)
      throws H5Exception {
    return OpenFiles.isAccessible(world, name, Choice.forOpening(options));
  }

  /**
   * Removes a file.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  public static void delete(Communicator world, String name, FileOption... options)
      throws H5Exception {
    OpenFiles.delete(world, name, Choice.forOpening(options));
  }

  /** As it was given; local. */
  public String name() {
    return vol.name();
  }

  /** How it was opened; local. */
  public FileProperties properties() {
    return vol.properties();
  }

  /** What the connector can do with this file; local. */
  public Set<VolCapability> capabilities() {
    return vol.capabilities();
  }

  /** Makes all that was done before readable, whatever happens to the ranks afterwards. */
  public void flush() throws H5Exception {
    vol.flush();
  }

  /**
   * Completes the file and ends all its objects, and the files that were opened for its external
   * links. Done if it fails too; a second call does nothing.
   */
  @Override
  public void close() throws H5Exception {
    family.close(this);
  }

  /**
   * The object that a reference leads to.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  public H5Object object(ObjectToken token) throws H5Exception {
    return handle(new Spot(this, vol.object(token), "object(0x%x)".formatted(token.value())));
  }

  /**
   * Writes several regions of this file in one call: from each rank regions of the same datasets,
   * in any order of the map, each with the rank's selection and memory.
   *
   * @param values by region, as for {@link Region#writeAll}
   */
  public TransferReport writeAll(Map<Region, ?> values) throws H5Exception {
    return transfer(Direction.WRITE, TransferMode.COLLECTIVE, parts(Direction.WRITE, values));
  }

  /** Reads several regions of this file in one call, as {@link #writeAll} writes them. */
  public TransferReport readAll(Map<Region, ?> targets) throws H5Exception {
    return transfer(Direction.READ, TransferMode.COLLECTIVE, parts(Direction.READ, targets));
  }

  /** In the order of the datasets: that of a map is another one on every rank. */
  private static List<Part> parts(Direction direction, Map<Region, ?> values) {
    List<Part> parts = new ArrayList<>();
    values.forEach((region, value) -> parts.add(new Part(direction, region, value)));
    parts.sort(Comparator.comparingLong(part -> part.region().dataset().token().value()));
    return parts;
  }

  /** Moves elements; the failure of one part is that of all ranks. */
  TransferReport transfer(Direction direction, TransferMode mode, List<Part> parts)
      throws H5Exception {
    List<Transfer> transfers = new ArrayList<>();
    H5Exception failure = null;
    for (Part part : parts) {
      if (failure == null) {
        failure = part.failureIn(this);
      }
      transfers.add(part.transfer());
    }
    if (failure != null && mode == TransferMode.INDEPENDENT) {
      throw failure;
    }
    TransferReport report;
    try {
      report = vol.transfer(direction, mode, transfers).await();
    } catch (H5Exception e) {
      if (failure != null && failure.error() == e.error()) {
        failure.addSuppressed(e);
        throw failure;
      }
      throw e;
    }
    if (failure != null) {
      throw failure;
    }
    if (direction == Direction.READ) {
      for (Part part : parts) {
        part.finish();
      }
    }
    return report;
  }

  /** The object that the connector opened, as programs use it. */
  static H5Object handle(Spot spot) {
    return switch (spot.vol().kind()) {
      case GROUP -> new GroupNode(spot, (VolGroup) spot.vol());
      case DATASET -> new H5Dataset(spot.file(), (VolDataset) spot.vol(), spot.path());
      case NAMED_TYPE -> new H5NamedType(spot.file(), (VolType) spot.vol(), spot.path());
    };
  }

  VolFile vol() {
    return vol;
  }

  Spot rootSpot() {
    return rootSpot;
  }

  boolean writes() {
    return vol.properties().writes();
  }

  /** The file that an external link of this one names, opened for reading if it is not open. */
  H5File external(String file, String link) throws H5Exception {
    return family.external(this, file, link);
  }

  @Override
  public H5Group group(String path) throws H5Exception {
    return root.group(path);
  }

  @Override
  public DatasetSpec newDataset(String path) {
    return root.newDataset(path);
  }

  @Override
  public H5Dataset dataset(String path) throws H5Exception {
    return root.dataset(path);
  }

  @Override
  public H5Object object(String path) throws H5Exception {
    return root.object(path);
  }

  @Override
  public boolean exists(String path) throws H5Exception {
    return root.exists(path);
  }

  @Override
  public List<Link> links() throws H5Exception {
    return root.links();
  }

  @Override
  public void link(String path, H5Object object) throws H5Exception {
    root.link(path, object);
  }

  @Override
  public void softLink(String path, String target) throws H5Exception {
    root.softLink(path, target);
  }

  @Override
  public void externalLink(String path, String file, String target) throws H5Exception {
    root.externalLink(path, file, target);
  }

  @Override
  public void delete(String path) throws H5Exception {
    root.delete(path);
  }

  @Override
  public void move(String path, String newPath) throws H5Exception {
    root.move(path, newPath);
  }

  @Override
  public H5NamedType commit(String path, H5Type type) throws H5Exception {
    return root.commit(path, type);
  }

  @Override
  public H5Attributes attributes() {
    return root.attributes();
  }

  @Override
  public String path() {
    return root.path();
  }

  @Override
  public ObjectToken token() {
    return root.token();
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.GROUP;
  }

  @Override
  public H5File file() {
    return this;
  }

  @Override
  public long hardLinks() throws H5Exception {
    return root.hardLinks();
  }

  @Override
  public String toString() {
    return "H5File[name=%s, access=%s]".formatted(name(), properties().access());
  }
}
