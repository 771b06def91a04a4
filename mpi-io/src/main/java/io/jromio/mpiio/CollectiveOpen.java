package io.jromio.mpiio;

import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.collective.Aggregators;
import io.jromio.collective.CollectiveOutcome;
import io.jromio.comm.Communicator;
import io.jromio.hints.CbConfigList;
import io.jromio.hints.HintFile;
import io.jromio.hints.HintPrinter;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens one file on all ranks of a communicator, or on none.
 *
 * <ol>
 *   <li>rank 0 reads the hint file and picks the ranks' private communicator; both are broadcast;
 *   <li>every rank checks its arguments; a digest of them, the name of its node and its complaints
 *       about hints are gathered;
 *   <li>rank 0 tells the user the complaints, compares, chooses the aggregators and opens (and
 *       creates) the file; its verdict is broadcast, empty if anything went wrong;
 *   <li>the others open the file, or attach to the handle in the verdict;
 *   <li>the outcome is agreed: if any rank failed, those that did not close again, and all throw
 *       the same class.
 * </ol>
 *
 * <p>Four exchanges, whatever the number of hints; only a failure costs more.
 *
 * @source MPI 4.1 section 14.2.1; ROMIO adio/common/ad_open.c, ad_opencoll.c
 */
final class CollectiveOpen {
  /** Opened on this rank, with what rank 0 found out. */
  record Opened(AdioFile file, OpenVerdict verdict) {}

  private final FileRanks.Taken ranks;
  private final Communicator comm;
  private final OpenEnvironment environment;

  private CollectiveOpen(FileRanks.Taken ranks, OpenEnvironment environment) {
    this.ranks = ranks;
    this.comm = ranks.comm();
    this.environment = environment;
  }

  /**
   * Collective.
   *
   * @param user the caller's communicator; the file gets one of its own
   * @throws MpiIoException of the same class on every rank; only a missing communicator is this
   *     rank's own affair ({@link ErrorClass#COMM})
   */
  static OpenFile open(
      Communicator user, OpenRequest.Arguments arguments, OpenEnvironment environment)
      throws MpiIoException {
    if (user == null) {
      throw new MpiIoException(ErrorClass.COMM, "no communicator: file=" + arguments.filename());
    }
    byte[] read = user.rank() == 0 ? environment.resolver().readFile().encode() : new byte[0];
    FileRanks.Taken ranks = FileRanks.take(user, read);
    OpenFile opened = null;
    try {
      opened = new CollectiveOpen(ranks, environment).open(arguments);
      return opened;
    } finally {
      if (opened == null) {
        ranks.discard();
      }
    }
  }

  private OpenFile open(OpenRequest.Arguments arguments) throws MpiIoException {
    HintFile hintFile = HintFile.decode(ranks.told());
    Agreement agreement = new Agreement();
    OpenRequest request = null;
    try {
      request = arguments.check(hintFile);
      agreement.complain(Complaints.about(request.hints()));
      request.claim(agreement);
    } catch (MpiIoException e) {
      agreement.fail(e);
    }
    byte[][] offers = comm.gather(Offer.of(agreement, comm.processorName()).encode(), 0);
    Opened first = comm.rank() == 0 ? openFirst(request, agreement, told(offers)) : null;
    OpenVerdict verdict = tell(first);
    if (verdict == null || request == null) {
      throw agreement.explain(comm);
    }
    Opened opened = openNext(request, first, verdict);
    Hints hints = complete(request, opened);
    if (comm.rank() == 0 && environment.resolver().printsHints()) {
      environment.out().print(HintPrinter.format(hints));
      environment.out().flush();
    }
    return new OpenFile(ranks, request, opened, hints);
  }

  /** The verdict of rank 0, null if it is against; its file does not outlive a broken job. */
  private @Nullable OpenVerdict tell(@Nullable Opened first) {
    try {
      return OpenVerdict.broadcast(comm, first == null ? null : first.verdict());
    } catch (RuntimeException e) {
      close(first == null ? null : first.file());
      throw e;
    }
  }

  /** On rank 0: what all ranks offer, after the user has heard their complaints. */
  private List<Offer> told(byte[][] encoded) {
    List<Offer> offers = new ArrayList<>();
    List<Complaints> complaints = new ArrayList<>();
    for (byte[] offer : encoded) {
      offers.add(Offer.decode(offer));
      complaints.add(offers.getLast().complaints());
    }
    environment.tell(complaints);
    return offers;
  }

  /** On rank 0: compares and opens; null if that cannot be. */
  private @Nullable Opened openFirst(
      @Nullable OpenRequest request, Agreement agreement, List<Offer> offers) {
    String[] nodes = new String[offers.size()];
    for (int rank = 0; rank < nodes.length; rank++) {
      if (!offers.get(rank).agreesWith(offers.getFirst())) {
        return null;
      }
      nodes[rank] = offers.get(rank).node();
    }
    if (request == null) {
      return null;
    }
    AdioFile file = null;
    try {
      // Refused before a file is created, if no rank can aggregate.
      int[] aggregators = Aggregators.choose(nodes, request.hints());
      file = request.openFirst();
      Hints settled = Aggregators.settled(request.hints(), file);
      if (settled != request.hints()) {
        aggregators = Aggregators.choose(nodes, settled);
      }
      return new Opened(file, OpenVerdict.of(file, aggregators));
    } catch (MpiIoException e) {
      agreement.fail(e);
    } catch (RuntimeException e) {
      agreement.fail(new MpiIoException(ErrorClass.IO, "driver failed: " + e, e));
    }
    close(file);
    return null;
  }

  /** On the ranks after the first: opens. On all: agrees that everybody has the file open. */
  private Opened openNext(OpenRequest request, @Nullable Opened first, OpenVerdict verdict)
      throws MpiIoException {
    AdioFile file = first == null ? null : first.file();
    MpiIoException failure = null;
    if (file == null) {
      try {
        file = request.openNext(verdict.handle());
      } catch (MpiIoException e) {
        failure = e;
      } catch (RuntimeException e) {
        failure = new MpiIoException(ErrorClass.IO, "driver failed: " + e, e);
      }
    }
    try {
      CollectiveOutcome.agree(comm, failure);
    } catch (MpiIoException | RuntimeException e) {
      close(file);
      throw e;
    }
    if (file == null) {
      throw new IllegalStateException("opened nothing: file=" + request.file().path());
    }
    return new Opened(file, verdict);
  }

  /** Adds what turned out at open. */
  private static Hints complete(OpenRequest request, Opened opened) {
    int[] aggregators = opened.verdict().aggregators();
    long alignment = opened.verdict().alignment();
    Hints hints =
        opened
            .file()
            .reported(Aggregators.settled(request.hints(), opened.file()))
            .with(RomioHints.CB_NODES, (long) aggregators.length)
            .with(RomioHints.AGGREGATOR_LIST, CbConfigList.format(aggregators))
            .with(RomioHints.FILESYSTEM_TYPE, request.driver().description());
    boolean free = hints.get(RomioHints.STRIPING_UNIT) == 0;
    return OpenFile.possible(
        free && alignment > 0 ? hints.with(RomioHints.STRIPING_UNIT, alignment) : hints,
        request.driver());
  }

  /** Gives up a file of an open that failed elsewhere; the failure there is what is reported. */
  private static void close(@Nullable AdioFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (MpiIoException e) {
        // The other failure is already being thrown, on all ranks.
      }
    }
  }
}
