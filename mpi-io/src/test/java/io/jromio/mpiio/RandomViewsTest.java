package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random views that share a file without overlap, written and read in every way there is, against a
 * model of one byte array and lists of places.
 */
final class RandomViewsTest extends FileTest {
  private static final int TILES = 5;

  /** How a tile of the file is dealt out: which rank owns each unit of it. */
  private static final class Deal {
    private final int displacement;
    private final int unit;
    private final int[] owner;

    private Deal(int displacement, int unit, int[] owner) {
      this.displacement = displacement;
      this.unit = unit;
      this.owner = owner;
    }

    static Deal random(Random random, int ranks) {
      int[] owner = new int[1 + random.nextInt(40)];
      for (int i = 0; i < owner.length; i++) {
        owner[i] = random.nextInt(ranks + 1); // one more: a hole
      }
      return new Deal(random.nextInt(50), random.nextBoolean() ? 1 : 4, owner);
    }

    /** The filetype of one rank, runs merged where it owns neighbours. */
    Datatype filetype(int rank, Datatype etype) {
      List<Long> lengths = new ArrayList<>();
      List<Long> starts = new ArrayList<>();
      for (int i = 0; i < owner.length; i++) {
        if (owner[i] != rank) {
          continue;
        }
        if (i > 0 && owner[i - 1] == rank) {
          lengths.set(lengths.size() - 1, lengths.getLast() + 1);
        } else {
          starts.add((long) i);
          lengths.add(1L);
        }
      }
      Datatype blocks = Datatype.indexed(longs(lengths), longs(starts), etype);
      return Datatype.resized(blocks, 0, (long) owner.length * unit);
    }

    private static long[] longs(List<Long> list) {
      return list.stream().mapToLong(Long::longValue).toArray();
    }

    /** Where in the file each unit of a rank lies, tile after tile. */
    int[] places(int rank) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < TILES * owner.length; i++) {
        if (owner[i % owner.length] == rank) {
          places.add(displacement + i * unit);
        }
      }
      return places.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  @Test
  void shouldFindEveryByteWhereTheModelHasIt() throws IOException {
    long seed = System.nanoTime();
    System.out.println("RandomViewsTest seed=" + seed);
    Random random = new Random(seed);
    for (int ranks : rankCounts()) {
      for (Place place : Place.values()) {
        for (int i = 0; i < 8; i++) {
          check(place, ranks, random.nextLong());
        }
      }
    }
  }

  private void check(Place place, int ranks, long seed) throws IOException {
    Deal deal = Deal.random(new Random(seed), ranks);
    String name = file(place);
    RankThreads.run(ranks, world -> new Writer(world, deal, seed).run(name));
    byte[] expected = model(deal, ranks, seed);
    assertArrayEquals(expected, content(name), "seed=%d ranks=%d".formatted(seed, ranks));
  }

  private static byte[] model(Deal deal, int ranks, long seed) {
    byte[] model = new byte[deal.displacement + TILES * deal.owner.length * deal.unit];
    int end = 0;
    for (int rank = 0; rank < ranks; rank++) {
      int[] places = deal.places(rank);
      byte[] data = bytes(seed + rank, places.length * deal.unit);
      for (int i = 0; i < data.length; i++) {
        int at = places[i / deal.unit] + i % deal.unit;
        model[at] = data[i];
        end = Math.max(end, at + 1);
      }
    }
    return Arrays.copyOf(model, end);
  }

  /** One rank: writes its units in random portions by random routines, then reads all of them. */
  private record Writer(World world, Deal deal, long seed) {

    void run(String name) throws IOException {
      Random shared = new Random(seed ^ 0x5eed);
      Datatype etype = deal.unit == 1 ? Datatype.BYTE : Datatype.INT;
      String[] toggles = {"enable", "disable", "automatic"};
      Info info =
          new Info()
              .set("romio_cb_write", toggles[shared.nextInt(3)])
              .set("romio_cb_read", toggles[shared.nextInt(3)])
              // Not automatic: pieces that fit into others' holes are written without a lock then.
              .set("romio_ds_write", toggles[shared.nextInt(2)])
              .set("romio_ds_read", toggles[shared.nextInt(3)])
              .set("cb_buffer_size", "" + (1 + shared.nextInt(200)))
              .set("ind_wr_buffer_size", "" + (1 + shared.nextInt(200)))
              .set("ind_rd_buffer_size", "" + (1 + shared.nextInt(200)))
              .set("cb_config_list", "*:" + (1 + shared.nextInt(4)));
      int units = deal.places(world.rank()).length;
      byte[] data = bytes(seed + world.rank(), units * deal.unit);
      try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
        file.setView(deal.displacement, etype, deal.filetype(world.rank(), etype));
        write(file, shared, data, units);
        assertEquals(units, file.position());
        file.sync();
        read(file, data, units);
      }
    }

    private void write(MpiFile file, Random shared, byte[] data, int units) throws IOException {
      MemorySegment source = segment(data);
      int done = 0;
      for (int step = 0; step < 4; step++) {
        int count = step == 3 ? units - done : new Random(seed + step).nextInt(units - done + 1);
        MemorySegment part = source.asSlice((long) done * deal.unit, (long) count * deal.unit);
        IoStatus status =
            switch (shared.nextInt(4)) {
              case 0 -> file.write(part);
              case 1 -> file.writeAll(part);
              case 2 -> file.writeAt(done, part);
              default -> file.writeAtAll(done, part);
            };
        assertEquals(part.byteSize(), status.bytes());
        done += count;
        file.seek(done, Whence.SET);
      }
    }

    private void read(MpiFile file, byte[] data, int units) throws IOException {
      long all = (long) units * deal.unit;
      for (int way = 0; way < 4; way++) {
        MemorySegment target = room(all);
        file.seek(0, Whence.SET);
        IoStatus status =
            switch (way) {
              case 0 -> file.read(target);
              case 1 -> file.readAll(target);
              case 2 -> file.readAt(0, target);
              default -> file.readAtAll(0, target);
            };
        String where = "seed=%d rank=%d way=%d".formatted(seed, world.rank(), way);
        assertEquals(all, status.bytes(), where);
        assertArrayEquals(data, array(target), where);
        assertEquals(way < 2 ? units : 0, file.position(), where);
      }
    }
  }
}
