package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
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
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No message is sent that the plan does not need. */
@Timeout(120)
final class CollectiveMessagesTest {
  private static final Set<AccessMode> BOTH = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);
  private static final int TAGS = 16;

  /** Gives each rank's request. */
  private interface Lists {
    AccessList of(int rank) throws Exception;
  }

  /** Messages by tag of two writes and two reads with windows of 100 bytes. */
  private static long[] messages(int[] nodeOfRank, int[] aggregators, Lists lists) {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    Hints hints =
        Hints.defaults()
            .with(RomioHints.CB_WRITE, Toggle.ENABLE)
            .with(RomioHints.CB_READ, Toggle.ENABLE)
            .with(RomioHints.CB_BUFFER_SIZE, 100L);
    long[] result = new long[TAGS];
    RankThreads.run(
        nodeOfRank.length,
        world -> {
          long[] sent = new long[TAGS];
          Communicator comm = FakeNodes.over(world, nodeOfRank, sent);
          try (AdioFile file = driver.open("f", BOTH, hints);
              CollectiveIo io = new CollectiveIo(comm, file, aggregators)) {
            AccessList list = lists.of(world.rank());
            byte[] data = new byte[Math.toIntExact(list.bytes())];
            TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
            CollectiveRequest request = new CollectiveRequest(list, buffer, hints, false);
            for (int i = 0; i < 2; i++) {
              assertEquals(data.length, io.writeAll(request));
              assertEquals(data.length, io.readAll(request));
            }
          }
          long[] all = world.allreduce(ReduceOp.SUM, sent);
          if (world.rank() == 0) {
            System.arraycopy(all, 0, result, 0, TAGS);
          }
        });
    return result;
  }

  private static AccessList strided(int rank, int ranks) throws Exception {
    Datatype tile = Datatype.resized(Datatype.contiguous(5, Datatype.BYTE), 0, 5L * ranks);
    return new FileView(5L * rank, Datatype.BYTE, tile).access(0, 5 * 100);
  }

  @Test
  void shouldSendNothingWhenRanksShareMemory() {
    for (int ranks : new int[] {1, 2, 3, 4, 7}) {
      long[] sent = messages(FakeNodes.one(ranks), new int[] {0}, rank -> strided(rank, ranks));
      for (long count : sent) {
        assertEquals(0, count);
      }
    }
  }

  @Test
  void shouldSendOneMessagePerNodeAndWindowWhenThereAreTwoNodes() {
    long[] sent = messages(FakeNodes.blocks(6, 3), new int[] {0}, rank -> strided(rank, 6));
    long windows = 6 * 500 / 100;
    assertEquals(2 * windows, sent[MessageTags.TO_WRITE]);
    assertEquals(2 * windows, sent[MessageTags.READ]);
    assertEquals(4, sent[MessageTags.LISTS_HEAD]);
    assertEquals(0, sent[MessageTags.LISTS_REST]);
  }

  @Test
  void shouldSendOneMessagePerRankAndWindowWhenNothingIsShared() {
    long[] sent =
        messages(
            FakeNodes.blocks(3, 1), new int[] {0}, r -> AccessList.contiguous(1000L * r, 1000));
    assertEquals(2 * 20, sent[MessageTags.TO_WRITE]); // ranks 1 and 2, ten windows each
    assertEquals(2 * 20, sent[MessageTags.READ]);
  }

  @Test
  void shouldSendNothingForWindowsWithoutARequest() {
    Datatype sparse = Datatype.resized(Datatype.BYTE, 0, 1_000_000);
    long[] sent =
        messages(
            FakeNodes.blocks(2, 1),
            new int[] {0},
            rank ->
                rank == 0
                    ? AccessList.empty(0)
                    : new FileView(0, Datatype.BYTE, sparse).access(0, 30));
    assertEquals(2 * 30, sent[MessageTags.TO_WRITE]);
    assertEquals(2 * 30, sent[MessageTags.READ]);
  }

  @Test
  void shouldTellAnIrregularPatternOnce() {
    long[] lengths = new long[300];
    long[] displacements = new long[300];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 1L + i % 3;
      displacements[i] = 7L * i + i % 4;
    }
    Datatype irregular = Datatype.hindexed(lengths, displacements, Datatype.BYTE);
    FileView view;
    try {
      view = new FileView(0, Datatype.BYTE, irregular);
    } catch (MpiIoException e) {
      throw new AssertionError(e);
    }
    long[] sent =
        messages(FakeNodes.blocks(2, 1), new int[] {0}, rank -> view.access(0, irregular.size()));
    assertEquals(4, sent[MessageTags.LISTS_HEAD]);
    assertEquals(1, sent[MessageTags.LISTS_REST]);
  }
}
