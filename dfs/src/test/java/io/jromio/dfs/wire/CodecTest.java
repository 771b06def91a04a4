package io.jromio.dfs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CodecTest {

  /** What was encoded, with its bulk. */
  private record Encoded(FrameHeader header, byte[] frame, MemorySegment bulk) {}

  static List<Request> requests() {
    return Samples.requests();
  }

  static List<Reply> replies() {
    return Samples.replies();
  }

  private static Encoded encode(Request request) throws FrameException {
    Bulk bulk = Bulk.of(request);
    Frame frame = RequestCodec.encode(request, bulk.length());
    MemorySegment bytes = MemorySegment.ofArray(new byte[(int) bulk.length()]);
    bulk.gather(bytes);
    return finish(frame, bytes);
  }

  private static Encoded finish(Frame frame, MemorySegment bulk) throws FrameException {
    frame.finish(17, FrameHeader.INLINE);
    byte[] bytes = Arrays.copyOf(frame.bytes(), frame.length());
    FrameHeader header = FrameHeader.read(bytes);
    header.check(bytes);
    assertEquals(17, header.id());
    return new Encoded(header, bytes, bulk);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldEncodeTheSameBytesWhenRequestWasDecoded(Request request) throws FrameException {
    Encoded encoded = encode(request);
    Request decoded = RequestCodec.decode(encoded.header(), encoded.frame(), encoded.bulk());
    assertEquals(request.getClass(), decoded.getClass());
    Encoded again = encode(decoded);
    if (!(request instanceof Request.CreateContainer)) {
      // Where properties stand in no order, the values are compared below.
      assertArrayEquals(encoded.frame(), again.frame());
    }
    assertEquals(-1, encoded.bulk().mismatch(again.bulk()));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void shouldEncodeTheSameWhenReplyWasDecoded(Reply reply) throws FrameException {
    Encoded encoded = finish(ReplyCodec.encode(reply, 0), MemorySegment.NULL);
    Reply decoded = ReplyCodec.decode(encoded.header(), encoded.frame());
    Encoded again = finish(ReplyCodec.encode(decoded, 0), MemorySegment.NULL);
    if (reply instanceof Reply.Counters) {
      assertEquals(reply, decoded);
    } else {
      assertArrayEquals(encoded.frame(), again.frame());
    }
  }

  @Test
  void shouldHaveASampleOfEveryKindWhenKindsAreAdded() {
    TreeSet<Integer> codes = new TreeSet<>();
    for (Request request : Samples.requests()) {
      codes.add(RequestCodec.encode(request, 0).code());
    }
    assertEquals(24, codes.size());
    assertEquals(RequestCodec.GET_COUNTERS, codes.last());
    codes.clear();
    for (Reply reply : Samples.replies()) {
      codes.add(ReplyCodec.encode(reply, 0).code());
    }
    assertEquals(Reply.class.getPermittedSubclasses().length, codes.size());
  }

  @Test
  void shouldKeepEveryFieldWhenUpdateTravels() throws FrameException {
    Encoded encoded = encode(Samples.updateRequest());
    Request.Update update =
        (Request.Update) RequestCodec.decode(encoded.header(), encoded.frame(), encoded.bulk());
    assertEquals(Samples.HANDLE, update.handle());
    assertEquals(3, update.target());
    assertEquals(Samples.OBJECT, update.object());
    assertArrayEquals(new int[] {7, -1, 0}, update.sums().get(0));
    DkeyUpdate first = update.updates().get(0);
    assertEquals(Key.of(1), first.dkey());
    assertTrue(first.punched());
    AkeyUpdate.Write write = (AkeyUpdate.Write) first.akeys().get(0);
    assertArrayEquals(new long[] {1L << 40, 3, 7}, write.ranges().offsets());
    assertArrayEquals(
        new byte[] {21, 22, 23, 24, 25}, write.ranges().memory(0).toArray(ValueLayout.JAVA_BYTE));
    assertEquals(3, write.ranges().memory(2).get(ValueLayout.JAVA_BYTE, 0));
    assertEquals(1L << 50, ((AkeyUpdate.PunchRange) first.akeys().get(1)).length());
  }

  @Test
  void shouldLeaveMemoryBehindTheEndWhenBytesComeInPieces() throws FrameException {
    Request.Fetch fetch = Samples.fetchRequest();
    Bulk bulk = Bulk.of(fetch);
    bulk.endAt(
        fetch,
        List.of(
            new Fetched(true, List.of(new Fetched.Array(10, new long[0]), new Fetched.Value(null))),
            new Fetched(true, List.of(new Fetched.Array(Long.MAX_VALUE, new long[0])))));
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 99);
    for (int i = 0; i < bytes.length; i += 4) {
      bulk.scatter(MemorySegment.ofArray(bytes).asSlice(i, 4));
    }
    MemorySegment first = read(fetch, 0).ranges().memory();
    // Range 0 is far behind the end, range 2 begins 3 bytes before it.
    assertEquals(21, first.get(ValueLayout.JAVA_BYTE, 20));
    assertEquals(99, first.get(ValueLayout.JAVA_BYTE, 4));
    assertEquals(6, first.get(ValueLayout.JAVA_BYTE, 5));
    MemorySegment second = read(fetch, 1).ranges().memory();
    assertEquals(99, second.get(ValueLayout.JAVA_BYTE, 20));
    assertEquals(99, second.get(ValueLayout.JAVA_BYTE, 12));
    assertThrows(
        IndexOutOfBoundsException.class, () -> bulk.scatter(MemorySegment.ofArray(new byte[] {1})));
  }

  private static AkeyFetch.Read read(Request.Fetch fetch, int i) {
    return (AkeyFetch.Read) fetch.fetches().get(i).akeys().get(0);
  }

  @Test
  void shouldRefuseOrDecodeWhenBytesAreChanged() throws FrameException {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      Encoded sample = encode(Samples.requests().get(random.nextInt(24)));
      byte[] frame = sample.frame();
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(frame.length);
        frame[at] = (byte) random.nextInt();
      }
      try {
        FrameHeader header = FrameHeader.read(frame);
        RequestCodec.decode(header, frame, sample.bulk());
      } catch (FrameException e) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "refused=" + refused);
  }

  @Test
  void shouldNoticeWhenAnyBitOfHeaderOrHeadFlips() throws FrameException {
    Encoded sample = encode(new Request.CreatePool("tank", 1));
    for (int bit = 0; bit < sample.frame().length * 8; bit++) {
      byte[] frame = encode(new Request.CreatePool("tank", 1)).frame();
      Frame fresh = RequestCodec.encode(new Request.CreatePool("tank", 1), 0);
      fresh.finish(17, FrameHeader.INLINE);
      frame = Arrays.copyOf(fresh.bytes(), fresh.length());
      frame[bit / 8] ^= (byte) (1 << bit % 8);
      byte[] damaged = frame;
      assertThrows(
          FrameException.class,
          () -> {
            FrameHeader header = FrameHeader.read(damaged);
            if (header.headLength() > damaged.length - FrameHeader.LENGTH) {
              throw new FrameException("would wait for more");
            }
            header.check(damaged);
          },
          "bit=" + bit);
    }
  }

  @Test
  void shouldRefuseWhenCountsPromiseMoreThanTheFrameBrought() throws FrameException {
    HeadWriter writer = new HeadWriter();
    writer.putUuid(Samples.HANDLE);
    writer.putInt(0);
    Fields.putObject(writer, Samples.OBJECT);
    writer.putInt(Integer.MAX_VALUE);
    Encoded sample = finish(Frame.of(RequestCodec.UPDATE, writer, 0), MemorySegment.NULL);
    assertThrows(
        FrameException.class,
        () -> RequestCodec.decode(sample.header(), sample.frame(), sample.bulk()));
  }
}
