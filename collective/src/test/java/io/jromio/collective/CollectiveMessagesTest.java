package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFile;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.mem.MemDriver;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No message is sent that the plan does not need. */
@Timeout(120)
final class CollectiveMessagesTest {
  private static final Set<AccessMode> BOTH = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);
  private static final int TAGS = 8;

  /** Gives each rank's request. */
  private interface Lists {
    AccessList of(int rank) throws Exception;
  }

  /** Passes everything on and counts what is sent, by tag. */
  private static Communicator counting(Communicator inner, long[] sent) {
    return (Communicator)
        Proxy.newProxyInstance(
            Communicator.class.getClassLoader(),
            new Class<?>[] {Communicator.class},
            (proxy, method, args) -> {
              if (method.getName().equals("isend")) {
                sent[(int) args[2]]++;
              }
              try {
                return method.invoke(inner, args);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /** Messages by tag of one write and one read with windows of 100 bytes. */
  private static long[] messages(int ranks, int[] aggregators, Lists lists) {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    Hints hints =
        Hints.defaults()
            .with(RomioHints.CB_WRITE, Toggle.ENABLE)
            .with(RomioHints.CB_READ, Toggle.ENABLE)
            .with(RomioHints.CB_BUFFER_SIZE, 100L);
    long[] result = new long[TAGS];
    RankThreads.run(
        ranks,
        world -> {
          long[] sent = new long[TAGS];
          try (AdioFile file = driver.open("f", BOTH, hints);
              CollectiveIo io = new CollectiveIo(counting(world, sent), file, aggregators)) {
            AccessList list = lists.of(world.rank());
            byte[] data = new byte[Math.toIntExact(list.bytes())];
            TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
            CollectiveRequest request = new CollectiveRequest(list, buffer, hints, false);
            assertEquals(data.length, io.writeAll(request));
            assertEquals(data.length, io.readAll(request));
          }
          long[] all = world.allreduce(ReduceOp.SUM, sent);
          if (world.rank() == 0) {
            System.arraycopy(all, 0, result, 0, TAGS);
          }
        });
    return result;
  }

  @Test
  void shouldSendOneMessagePerWindowAndNoListsWhenRangesAreContiguous() {
    long[] sent = messages(3, new int[] {0}, rank -> AccessList.contiguous(1000L * rank, 1000));
    assertEquals(0, sent[MessageTags.LIST_HEAD]);
    assertEquals(20, sent[MessageTags.TO_WRITE]); // ranks 1 and 2, ten windows each
    assertEquals(20, sent[MessageTags.GRANT]);
    assertEquals(20, sent[MessageTags.READ]);
    assertEquals(20, sent[MessageTags.READ_COUNT]);
  }

  @Test
  void shouldNotWaitForAGrantInTheFirstWindow() {
    long[] sent = messages(2, new int[] {0}, rank -> AccessList.contiguous(50L * rank, 50));
    assertEquals(1, sent[MessageTags.TO_WRITE]);
    assertEquals(0, sent[MessageTags.GRANT]);
  }

  @Test
  void shouldSendNothingForWindowsWithoutARequest() {
    Datatype sparse = Datatype.resized(Datatype.BYTE, 0, 1_000_000);
    long[] sent =
        messages(
            2,
            new int[] {0},
            rank ->
                rank == 0
                    ? AccessList.empty(0)
                    : new FileView(0, Datatype.BYTE, sparse).access(0, 30));
    assertEquals(2, sent[MessageTags.LIST_HEAD]); // once for the write, once for the read
    assertEquals(0, sent[MessageTags.LIST_REST]);
    assertEquals(30, sent[MessageTags.TO_WRITE]);
    assertEquals(29, sent[MessageTags.GRANT]);
  }

  @Test
  void shouldSendLongListsInTwoMessages() {
    long[] lengths = new long[300];
    long[] displacements = new long[300];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1L + i % 3;
      displacements[i] = 7L * i + i % 4;
    }
    Datatype irregular = Datatype.hindexed(lengths, displacements, Datatype.BYTE);
    long[] sent =
        messages(
            2,
            new int[] {0},
            rank -> new FileView(0, Datatype.BYTE, irregular).access(0, irregular.size()));
    assertEquals(2, sent[MessageTags.LIST_HEAD]);
    assertEquals(2, sent[MessageTags.LIST_REST]);
    assertTrue(sent[MessageTags.TO_WRITE] > 20);
  }

  @Test
  void shouldNeverSendToItself() {
    long[] sent = messages(1, new int[] {0}, rank -> AccessList.contiguous(0, 1000));
    for (long count : sent) {
      assertEquals(0, count);
    }
  }
}
