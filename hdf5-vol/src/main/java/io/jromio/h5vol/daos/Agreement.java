package io.jromio.h5vol.daos;

import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the ranks of a file come to one outcome. Rank 0 asks the store, and what it learnt, be it an
 * answer or an error, goes to all others in one broadcast:
 *
 * <pre>
 * 0  0, or 1 + number of the error    1
 * 1  answer, or message in UTF-8
 * </pre>
 *
 * @source vol-daos 1.2, H5_daos_collective_error_check
 */
final class Agreement {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int HASH_SHIFT = 2;

  private final Communicator communicator;
  private final boolean checked;
  private final String file;
  private long calls = FNV_BASIS;

  /**
   * @param checked whether every call is compared between the ranks
   */
  Agreement(Communicator communicator, boolean checked, String file) {
    this.communicator = communicator;
    this.checked = checked;
    this.file = file;
  }

  /** Something that rank 0 does. */
  interface Call {
    byte[] run() throws IOException;
  }

  boolean isRoot() {
    return communicator.rank() == 0;
  }

  /** Returns when all ranks are here. */
  void barrier() {
    communicator.barrier();
  }

  /**
   * Has rank 0 do something, and gives its answer to all.
   *
   * @param description of the call with its arguments, the same on all ranks
   */
  byte[] ask(String description, Call call) throws H5Exception {
    note(description);
    byte[] message = new byte[0];
    @Nullable H5Exception failure = null;
    if (isRoot()) {
      try {
        byte[] answer = call.run();
        message = new byte[answer.length + 1];
        System.arraycopy(answer, 0, message, 1, answer.length);
      } catch (IOException e) {
        failure = StoreErrors.of(e, doing(description));
      } catch (RuntimeException e) {
        failure = misuse(e, description);
      }
      if (failure != null) {
        message = encoded(failure);
      }
    }
    message = communicator.bcast(message, 0);
    if (failure != null) {
      throw failure;
    }
    if (message[0] != 0) {
      throw decoded(message);
    }
    return Arrays.copyOfRange(message, 1, message.length);
  }

  /** What an unexpected exception of one rank comes to. */
  H5Exception misuse(RuntimeException cause, String description) {
    H5Error error = cause instanceof IllegalArgumentException ? H5Error.ARG : H5Error.IO;
    return new H5Exception(
        error, "%s: %s".formatted(doing(description), cause.getMessage()), cause);
  }

  String doing(String description) {
    return "%s file=%s".formatted(description, file);
  }

  /**
   * Throws on every rank what failed on the lowest rank where anything did.
   *
   * @param mine what failed here; null if nothing did
   */
  void agree(@Nullable H5Exception mine) throws H5Exception {
    long none = communicator.size();
    long[] lowest = communicator.allreduce(ReduceOp.MIN, mine == null ? none : communicator.rank());
    if (lowest[0] == none) {
      return;
    }
    byte[] message =
        communicator.bcast(mine == null ? new byte[0] : encoded(mine), (int) lowest[0]);
    throw mine != null && lowest[0] == communicator.rank() ? mine : decoded(message);
  }

  /** Takes note of a call; compares it at once if that was asked for. */
  void note(String description) throws H5Exception {
    for (byte b : description.getBytes(StandardCharsets.UTF_8)) {
      calls = (calls ^ (b & 0xff)) * FNV_PRIME;
    }
    if (checked) {
      compare(description);
    }
  }

  /**
   * Compares all calls so far; also a barrier.
   *
   * @param description of the latest
   */
  void compare(String description) throws H5Exception {
    long hash = calls >>> HASH_SHIFT;
    long[] found = communicator.allreduce(ReduceOp.MAX, hash, -hash);
    if (found[0] != -found[1]) {
      throw new H5Exception(
          H5Error.NOT_SAME, "ranks called with different arguments: " + doing(description));
    }
  }

  private static byte[] encoded(H5Exception failure) {
    byte[] text = failure.detail().getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[text.length + 1];
    message[0] = (byte) (1 + failure.error().ordinal());
    System.arraycopy(text, 0, message, 1, text.length);
    return message;
  }

  private static H5Exception decoded(byte[] message) {
    return new H5Exception(
        H5Error.values()[message[0] - 1],
        new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
  }
}
