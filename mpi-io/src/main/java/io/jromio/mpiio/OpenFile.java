package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.FileView;
import io.jromio.collective.CollectiveIo;
import io.jromio.comm.Communicator;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.util.Set;

/**
 * What the parts of {@link MpiFile} share: the local file, the private communicator, and the view,
 * hints and mode in force. A change becomes visible at once and as a whole.
 */
final class OpenFile {
  private final FileRanks.Taken ranks;
  private final OpenRequest request;
  private final AdioFile local;
  private final long sizeAtOpen;
  private final CollectiveIo collective;
  private volatile FileView view = FileView.bytes();
  private volatile boolean scattered;
  private volatile Hints hints;
  private volatile boolean atomic;
  private volatile boolean closed;

  OpenFile(FileRanks.Taken ranks, OpenRequest request, CollectiveOpen.Opened opened, Hints hints) {
    this.ranks = ranks;
    this.request = request;
    this.local = opened.file();
    this.sizeAtOpen = opened.verdict().size();
    this.collective = new CollectiveIo(ranks.comm(), local, opened.verdict().aggregators());
    this.hints = hints;
  }

  /**
   * The hints as far as {@code driver} can follow them. How a file was opened does not matter: one
   * that cannot be written has no use for the hint, and the user no use for a change of it.
   *
   * @source ROMIO adio/common/ad_hints.c, ADIO_Feature
   */
  static Hints possible(Hints hints, AdioDriver driver) {
    return driver.features().contains(AdioFeature.DATA_SIEVING_WRITES)
        ? hints
        : hints.with(RomioHints.DS_WRITE, Toggle.DISABLE);
  }

  /** The private communicator: the traffic of this file only. */
  Communicator comm() {
    return ranks.comm();
  }

  /** Bytes, the same on all ranks. */
  long sizeAtOpen() {
    return sizeAtOpen;
  }

  /** What was asked for at open. */
  OpenRequest request() {
    return request;
  }

  AdioFile local() {
    return local;
  }

  CollectiveIo collective() {
    return collective;
  }

  Set<AccessMode> modes() {
    return request.modes();
  }

  boolean has(AccessMode mode) {
    return modes().contains(mode);
  }

  boolean has(AdioFeature feature) {
    return local.features().contains(feature);
  }

  FileView view() {
    return view;
  }

  Hints hints() {
    return hints;
  }

  /**
   * @param someViewHasHoles whether any rank's has
   */
  void use(FileView newView, boolean someViewHasHoles) {
    view = newView;
    scattered = someViewHasHoles;
  }

  /** Whether any rank sees the file through a view with holes; the same on all ranks. */
  boolean scattered() {
    return scattered;
  }

  void use(Hints newHints) {
    hints = newHints;
  }

  boolean atomic() {
    return atomic;
  }

  void use(boolean newAtomic) {
    atomic = newAtomic;
  }

  /** Whether this call is the one that closes. */
  synchronized boolean startClose() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /**
   * Gives back what this rank holds besides the local file.
   *
   * @param agreed whether all ranks have closed the file alike
   */
  void release(boolean agreed) {
    try {
      collective.close();
    } finally {
      if (agreed) {
        ranks.giveBack();
      } else {
        ranks.discard();
      }
    }
  }

  /**
   * Guards every routine.
   *
   * @throws MpiIoException {@link ErrorClass#FILE} after close
   */
  void checkOpen() throws MpiIoException {
    if (closed) {
      throw error(ErrorClass.FILE, "file is closed");
    }
  }

  /**
   * Guards what SEQUENTIAL forbids.
   *
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION}
   */
  void checkNotSequential(String what) throws MpiIoException {
    if (has(AccessMode.SEQUENTIAL)) {
      throw error(ErrorClass.UNSUPPORTED_OPERATION, what + " not allowed: amode=" + modes());
    }
  }

  /**
   * A view as the file can be seen through it.
   *
   * @throws MpiIoException as {@link MpiFile#setView} says
   */
  FileView checked(View wanted) throws MpiIoException {
    checkNotSequential("view with a displacement");
    String datarep = wanted.datarep();
    if (datarep == null || !datarep.equalsIgnoreCase(View.NATIVE)) {
      throw error(
          ErrorClass.UNSUPPORTED_DATAREP,
          "unknown data representation: datarep=%s, there is %s".formatted(datarep, View.NATIVE));
    }
    if (wanted.etype() == null || wanted.filetype() == null) {
      throw error(
          ErrorClass.TYPE,
          "no type: etype=%s filetype=%s".formatted(wanted.etype(), wanted.filetype()));
    }
    FileView view = new FileView(wanted.displacement(), wanted.etype(), wanted.filetype());
    if (view.overlaps() && !has(AccessMode.RDONLY)) {
      throw error(
          ErrorClass.ARG,
          "filetype overlaps itself, so the file must be RDONLY: filetype=%s amode=%s"
              .formatted(wanted.filetype(), modes()));
    }
    return view;
  }

  /** An error that names this file. */
  MpiIoException error(ErrorClass errorClass, String detail) {
    return new MpiIoException(errorClass, detail + ", file=" + local.path());
  }
}
