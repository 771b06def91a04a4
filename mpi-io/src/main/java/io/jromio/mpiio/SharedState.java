package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.FileView;
import io.jromio.collective.CollectiveOutcome;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Changes that all ranks make together: view, hints, size, close. Arguments are compared first;
 * then the change is made on all ranks, or nothing is changed on any.
 */
final class SharedState {
  private final OpenFile file;
  private final OpenEnvironment environment;

  /** Changes the size of a file on one rank. */
  interface Resize {
    void to(long size) throws MpiIoException;
  }

  SharedState(OpenFile file, OpenEnvironment environment) {
    this.file = file;
    this.environment = environment;
  }

  /** Takes a new view and new hints, or keeps both as they were. */
  void setView(View wanted, Info info) throws MpiIoException {
    Agreement agreement = new Agreement();
    FileView view = file.view();
    Hints hints = file.hints();
    try {
      hints = updated(info, agreement);
      view = file.checked(wanted);
      agreement
          .same("datarep", wanted.datarep().toLowerCase(Locale.ROOT))
          .same("etype extent", view.etype().extent())
          .same(hints);
    } catch (MpiIoException e) {
      agreement.fail(e);
    } catch (RuntimeException e) {
      agreement.fail(new MpiIoException(ErrorClass.ARG, "view refused: " + e, e));
    }
    agreement.reach(file.comm(), environment::tell);
    long holes = file.comm().allreduce(ReduceOp.MAX, view.isContiguous() ? 0 : 1)[0];
    file.use(view, holes == 1);
    file.use(hints);
  }

  /** Takes new hints, or keeps them as they were. */
  void setInfo(Info info) throws MpiIoException {
    Agreement agreement = new Agreement();
    Hints hints = file.hints();
    try {
      hints = updated(info, agreement);
      agreement.same(hints);
    } catch (MpiIoException e) {
      agreement.fail(e);
    }
    agreement.reach(file.comm(), environment::tell);
    file.use(hints);
  }

  private Hints updated(Info info, Agreement agreement) throws MpiIoException {
    if (info == null) {
      throw file.error(ErrorClass.ARG, "no info: info=null");
    }
    Hints hints = HintResolver.update(file.hints(), info);
    agreement.complain(Complaints.about(hints));
    return OpenFile.possible(hints, file.request().driver());
  }

  /** Changes the size: once for all ranks if the file system shows it to the others. */
  void resize(String name, long size, Resize resize) throws MpiIoException {
    Communicator comm = file.comm();
    Agreement agreement = new Agreement().same(name, size);
    try {
      Direction.WRITE.check(file);
      file.checkNotSequential("change of size");
      if (size < 0) {
        throw file.error(ErrorClass.ARG, "negative size: %s=%d".formatted(name, size));
      }
    } catch (MpiIoException e) {
      agreement.fail(e);
    }
    agreement.reach(comm);
    MpiIoException failure = null;
    if (comm.rank() == 0 || !file.has(AdioFeature.SCALABLE_RESIZE)) {
      try {
        resize.to(size);
      } catch (MpiIoException e) {
        failure = e;
      }
    }
    CollectiveOutcome.agree(comm, failure);
  }

  /**
   * Closes on all ranks, then removes the file if that was asked for at open. A rank that others
   * have attached to closes last: its end is the end of their handles.
   */
  void close() throws MpiIoException {
    Communicator comm = file.comm();
    boolean agreed = false;
    boolean attached = file.request().driver().features().contains(AdioFeature.SCALABLE_OPEN);
    boolean isOwner = attached && comm.rank() == 0;
    boolean deletes = file.has(AccessMode.DELETE_ON_CLOSE);
    try {
      MpiIoException failure = isOwner ? null : closed();
      try {
        if (attached || deletes) {
          comm.barrier();
        }
      } finally {
        failure = isOwner ? closed() : failure;
      }
      MpiIoException undeleted = deletes && comm.rank() == 0 ? deleted() : null;
      CollectiveOutcome.agree(comm, failure == null ? undeleted : failure);
      agreed = true;
    } finally {
      file.release(agreed);
    }
  }

  private @Nullable MpiIoException closed() {
    try {
      file.local().close();
      return null;
    } catch (MpiIoException e) {
      return e;
    }
  }

  /** A file that is gone already is as the user wants it. */
  private @Nullable MpiIoException deleted() {
    OpenRequest request = file.request();
    try {
      request.driver().delete(request.file().path());
      return null;
    } catch (MpiIoException e) {
      return e.errorClass() == ErrorClass.NO_SUCH_FILE ? null : e;
    }
  }
}
