package io.jromio.mpiio;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.collective.CollectiveOutcome;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Hints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What all ranks must give alike in one collective call, and whether this rank's arguments were
 * good at all. Every rank claims the same things in the same order; a rank that failed may stop
 * early.
 *
 * <p>Comparing costs one exchange of fixed size. Only when something differs, rank 0's values
 * travel, so that the error can name what, both values and both ranks. What ranks complain about
 * travels to rank 0, only when there is something.
 */
final class Agreement {
  private final List<Claim> claims = new ArrayList<>();
  private @Nullable MpiIoException failure;
  private Complaints complaints = Complaints.NONE;

  /** One thing that is to be the same everywhere. */
  private sealed interface Claim {
    byte[] encoded();

    /** What differs from rank 0, if anything. */
    @Nullable MpiIoException against(byte[] root, int rank);
  }

  private record Value(ErrorClass whenDifferent, String name, String value, String advice)
      implements Claim {
    @Override
    public byte[] encoded() {
      return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable MpiIoException against(byte[] root, int rank) {
      String theirs = new String(root, StandardCharsets.UTF_8);
      return theirs.equals(value)
          ? null
          : new MpiIoException(
              whenDifferent,
              "%s=%s on rank %d, but %s on rank 0%s".formatted(name, value, rank, theirs, advice));
    }
  }

  private record AllHints(Hints hints) implements Claim {
    @Override
    public byte[] encoded() {
      return hints.encode();
    }

    @Override
    public @Nullable MpiIoException against(byte[] root, int rank) {
      return hints
          .difference(root, rank)
          .map(detail -> new MpiIoException(ErrorClass.NOT_SAME, detail))
          .orElse(null);
    }
  }

  /** This rank cannot go on; all ranks will throw the class of {@code cause}. */
  Agreement fail(MpiIoException cause) {
    failure = failure == null ? cause : failure;
    return this;
  }

  boolean failed() {
    return failure != null;
  }

  /** Claims a value; ranks that differ make {@link ErrorClass#NOT_SAME}. */
  Agreement same(String name, Object value) {
    return same(ErrorClass.NOT_SAME, name, value, "");
  }

  /** Claims a value; {@code advice} ends the message when ranks differ. */
  Agreement same(ErrorClass whenDifferent, String name, Object value, String advice) {
    claims.add(new Value(whenDifferent, name, value.toString(), advice));
    return this;
  }

  /** Claims the hints that must agree. */
  Agreement same(Hints hints) {
    claims.add(new AllHints(hints));
    return this;
  }

  /** Has something to tell the user, whether the ranks agree or not. */
  Agreement complain(Complaints mine) {
    complaints = mine;
    return this;
  }

  Complaints complaints() {
    return complaints;
  }

  /**
   * A number that is the same on two ranks if all claims are and both or none failed; if not, it
   * differs but for one in 2^64.
   */
  long digest() {
    byte[] code = encoded();
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    int failed = failed() ? 1 : 0;
    one.update(failed);
    one.update(code, 0, code.length);
    other.update(failed);
    other.update(code, 0, code.length);
    return one.getValue() << Integer.SIZE | other.getValue();
  }

  /**
   * Collective. Returns on every rank or throws on every rank.
   *
   * @throws MpiIoException the failure of the lowest rank that has one; else the difference of the
   *     lowest rank that differs from rank 0; of the same class everywhere
   */
  void reach(Communicator comm) throws MpiIoException {
    reach(comm, all -> {});
  }

  /**
   * Collective, as {@link #reach(Communicator)}.
   *
   * @param user hears on rank 0 of the complaints of all ranks, if any rank has one
   */
  void reach(Communicator comm, Consumer<List<Complaints>> user) throws MpiIoException {
    long digest = digest();
    // Equal everywhere just if the largest is the smallest: max(x) == ~max(~x).
    long heard = complaints.isEmpty() ? 0 : 1;
    long[] most = comm.allreduce(ReduceOp.MAX, failed() ? 1 : 0, digest, ~digest, heard);
    if (most[3] != 0) {
      byte[][] all = comm.gather(complaints.encode(), 0);
      if (comm.rank() == 0) {
        user.accept(Stream.of(all).map(Complaints::decode).toList());
      }
    }
    if (most[0] != 0 || most[1] != ~most[2]) {
      throw explain(comm);
    }
  }

  /**
   * Collective, for ranks that know already that they do not agree.
   *
   * @return what every rank is to throw
   */
  MpiIoException explain(Communicator comm) {
    try {
      CollectiveOutcome.agree(comm, failure);
      byte[] root = comm.bcast(comm.rank() == 0 ? encoded() : new byte[0], 0);
      CollectiveOutcome.agree(comm, difference(root, comm.rank()));
    } catch (MpiIoException e) {
      return e;
    }
    throw new IllegalStateException("ranks differ in nothing: claims=" + claims.size());
  }

  private @Nullable MpiIoException difference(byte[] root, int rank) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(root))) {
      for (Claim claim : claims) {
        MpiIoException difference = claim.against(in.readNBytes(in.readInt()), rank);
        if (difference != null) {
          return difference;
        }
      }
      return null;
    } catch (IOException e) {
      throw new IllegalStateException("rank 0 claims less: bytes=" + Arrays.toString(root), e);
    }
  }

  private byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Claim claim : claims) {
        byte[] code = claim.encoded();
        out.writeInt(code.length);
        out.write(code);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
