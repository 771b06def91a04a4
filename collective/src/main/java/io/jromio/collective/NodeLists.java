package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.AccessPattern;
import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every aggregator the access lists of the ranks of other nodes: each leader sends it those
 * of its node in one message. Patterns travel when they have changed, else three numbers a rank.
 *
 * <pre>
 *   head   0 ......... 4 ............................. HEAD
 *          | int size  | the first size bytes, padded     |
 *   rest   the size - (HEAD - 4) bytes after those, if any
 *
 *   bytes  { moves; if so: place, place, place, length of code or -1 if as before, code }
 * </pre>
 */
final class NodeLists {
  /** Bytes of the first message; those of a few regular patterns fit. */
  static final int HEAD = 512;

  private static final int INLINE = HEAD - Integer.BYTES;
  private static final int AS_BEFORE = -1;

  private final RankNodes nodes;
  private final PatternBook patterns;

  /** On a leader: the code of each local rank's pattern that an aggregator was told last. */
  private final Map<Integer, byte[][]> told = new HashMap<>();

  /** On an aggregator: the patterns of the ranks of each other node. */
  private final Map<Integer, List<AccessPattern>> known = new HashMap<>();

  NodeLists(RankNodes nodes, PatternBook patterns) {
    this.nodes = nodes;
    this.patterns = patterns;
  }

  /** On a leader: begins to tell an aggregator elsewhere what the ranks of this node touch. */
  List<Request> tell(int aggregator, CallExchange entries) {
    byte[][] before = told.computeIfAbsent(aggregator, a -> nothingTold());
    byte[] bytes = encode(entries, before);
    byte[] head = new byte[HEAD];
    MemorySegment segment = MemorySegment.ofArray(head);
    segment.set(ValueLayout.JAVA_INT_UNALIGNED, 0, bytes.length);
    System.arraycopy(bytes, 0, head, Integer.BYTES, Math.min(bytes.length, INLINE));
    List<Request> sends = new ArrayList<>();
    sends.add(nodes.all().isend(segment, aggregator, MessageTags.LISTS_HEAD));
    if (bytes.length > INLINE) {
      MemorySegment rest = MemorySegment.ofArray(bytes).asSlice(INLINE);
      sends.add(nodes.all().isend(rest, aggregator, MessageTags.LISTS_REST));
    }
    return sends;
  }

  private byte[][] nothingTold() {
    byte[][] codes = new byte[nodes.local().size()][];
    Arrays.fill(codes, new byte[0]);
    return codes;
  }

  private byte[] encode(CallExchange entries, byte[][] before) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int rank = 0; rank < before.length; rank++) {
        boolean moves = entries.value(rank, CallEntry.BYTES) > 0;
        out.writeBoolean(moves);
        if (!moves) {
          continue;
        }
        for (int i = 0; i < 3; i++) {
          out.writeLong(entries.value(rank, CallEntry.PLACE + i));
        }
        byte[] code = patterns.code(rank);
        if (Arrays.equals(code, before[rank])) {
          out.writeInt(AS_BEFORE);
        } else {
          before[rank] = code;
          out.writeInt(code.length);
          out.write(code);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * On an aggregator: waits for the lists of another node.
   *
   * @return of those of its ranks that move anything
   */
  List<AccessList> hear(int node, int leader) {
    Communicator all = nodes.all();
    byte[] head = new byte[HEAD];
    MemorySegment segment = MemorySegment.ofArray(head);
    all.recv(segment, leader, MessageTags.LISTS_HEAD);
    int size = segment.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(head, Integer.BYTES, HEAD), size);
    if (size > INLINE) {
      all.recv(MemorySegment.ofArray(bytes).asSlice(INLINE), leader, MessageTags.LISTS_REST);
    }
    return decode(bytes, known.computeIfAbsent(node, n -> new ArrayList<>()));
  }

  private static List<AccessList> decode(byte[] bytes, List<AccessPattern> patterns) {
    List<AccessList> lists = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (int rank = 0; in.available() > 0; rank++) {
        if (rank == patterns.size()) {
          patterns.add(AccessList.empty(0).pattern());
        }
        if (!in.readBoolean()) {
          continue;
        }
        long[] place = {in.readLong(), in.readLong(), in.readLong()};
        int length = in.readInt();
        if (length != AS_BEFORE) {
          patterns.set(rank, AccessPattern.decode(in.readNBytes(length)));
        }
        lists.add(patterns.get(rank).at(place));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return lists;
  }
}
