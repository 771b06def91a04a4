package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives every aggregator the access lists of the ranks that reach into its domain.
 *
 * <p>Both sides know from the gathered extents who sends, and nothing travels for a contiguous
 * range. Any other list is cut to the domain and sent in one message of {@link #HEAD} bytes, with a
 * second one for what does not fit:
 *
 * <pre>
 *   head   0 ......... 4 ............................. HEAD
 *          | int size  | the first size bytes, padded     |
 *   rest   the size - (HEAD - 4) bytes after those, if any
 * </pre>
 */
final class AccessExchange {
  /** Bytes of the first message; regular patterns fit. */
  static final int HEAD = 512;

  private static final int INLINE = HEAD - Integer.BYTES;

  private final Communicator comm;
  private final ExchangePlan plan;

  AccessExchange(Communicator comm, ExchangePlan plan) {
    this.comm = comm;
    this.plan = plan;
  }

  /**
   * Collective.
   *
   * @param mine what this rank touches
   * @return by rank, what each touches, at least inside the domain that this rank owns; null where
   *     nothing is
   */
  @Nullable AccessList[] run(AccessList mine) {
    int domain = plan.domainOf(comm.rank());
    List<Request> sends = send(mine);
    @Nullable AccessList[] lists = new @Nullable AccessList[comm.size()];
    if (domain >= 0) {
      receive(domain, lists);
      if (plan.touches(comm.rank(), domain)) {
        lists[comm.rank()] = mine;
      }
    }
    sends.forEach(Request::await);
    return lists;
  }

  private List<Request> send(AccessList mine) {
    List<Request> sends = new ArrayList<>();
    int rank = comm.rank();
    FileDomains domains = plan.domains();
    for (int domain : plan.isContiguous(rank) ? new int[0] : plan.touched(rank)) {
      int aggregator = plan.aggregator(domain);
      if (aggregator == rank) {
        continue;
      }
      byte[] code = mine.clip(domains.start(domain), domains.end(domain)).encode();
      byte[] head = new byte[HEAD];
      MemorySegment segment = MemorySegment.ofArray(head);
      segment.set(ValueLayout.JAVA_INT_UNALIGNED, 0, code.length);
      System.arraycopy(code, 0, head, Integer.BYTES, Math.min(code.length, INLINE));
      sends.add(comm.isend(segment, aggregator, MessageTags.LIST_HEAD));
      if (code.length > INLINE) {
        MemorySegment rest = MemorySegment.ofArray(code).asSlice(INLINE);
        sends.add(comm.isend(rest, aggregator, MessageTags.LIST_REST));
      }
    }
    return sends;
  }

  private void receive(int domain, @Nullable AccessList[] lists) {
    byte[][] codes = new byte[comm.size()][];
    Request[] heads = new Request[comm.size()];
    for (int rank = 0; rank < comm.size(); rank++) {
      if (rank == comm.rank() || !plan.touches(rank, domain)) {
        continue;
      }
      if (plan.isContiguous(rank)) {
        lists[rank] = plan.contiguous(rank);
      } else {
        codes[rank] = new byte[HEAD];
        heads[rank] = comm.irecv(MemorySegment.ofArray(codes[rank]), rank, MessageTags.LIST_HEAD);
      }
    }
    for (int rank = 0; rank < comm.size(); rank++) {
      if (heads[rank] != null) {
        heads[rank].await();
        lists[rank] = AccessList.decode(completed(codes[rank], rank));
      }
    }
  }

  private byte[] completed(byte[] head, int rank) {
    int size = MemorySegment.ofArray(head).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    byte[] code = Arrays.copyOfRange(head, Integer.BYTES, Integer.BYTES + Math.min(size, INLINE));
    if (size > INLINE) {
      code = Arrays.copyOf(code, size);
      comm.recv(MemorySegment.ofArray(code).asSlice(INLINE), rank, MessageTags.LIST_REST);
    }
    return code;
  }
}
