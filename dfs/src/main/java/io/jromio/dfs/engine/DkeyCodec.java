package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.Key;
import java.util.Map;

/**
 * The entry of a dkey in the index.
 *
 * <pre>
 * dkey    number of akeys | (akey | kind 8 | contents) ...
 *         kind 0 value: extent    1 array: number of extents | extent ...    2 array: nothing, see extents
 * extent  offset | length | epoch 64 | segment + 1 | position or bytes | number of sums | sum 32 ...
 * </pre>
 *
 * Numbers without a width have seven bits a byte.
 */
final class DkeyCodec {
  private static final int VALUE = 0;
  private static final int ARRAY = 1;
  private static final int SPREAD = 2;
  private static final int[] NO_SUMS = {};

  private DkeyCodec() {}

  static void write(ByteWriter target, DkeyState state) {
    target.putVar(state.akeys().size());
    for (Map.Entry<Key, AkeyState> entry : state.akeys().entrySet()) {
      target.putBytes(entry.getKey().bytes());
      switch (entry.getValue()) {
        case AkeyState.Value value -> write(target.put8(VALUE), value.bytes());
        case AkeyState.Array array when array.isSpread() -> target.put8(SPREAD);
        case AkeyState.Array array -> {
          target.put8(ARRAY).putVar(array.map().count());
          for (Extent extent : array.map().all()) {
            write(target, extent);
          }
        }
      }
    }
  }

  /** The state without the extents of arrays that are spread. */
  static DkeyState read(byte[] bytes) {
    ByteReader source = new ByteReader(bytes);
    DkeyState state = new DkeyState();
    for (long left = source.getVar(); left > 0; left--) {
      Key akey = Key.of(source.getBytes());
      int kind = source.get8();
      if (kind == VALUE) {
        state.akeys().put(akey, new AkeyState.Value(readExtent(source)));
        continue;
      }
      AkeyState.Array array = new AkeyState.Array();
      if (kind == SPREAD) {
        array.spread();
      } else {
        for (long extents = source.getVar(); extents > 0; extents--) {
          array.map().load(readExtent(source));
        }
      }
      state.akeys().put(akey, array);
    }
    state.setStoredBytes(bytes.length);
    return state;
  }

  static void write(ByteWriter target, Extent extent) {
    target.putVar(extent.offset()).putVar(extent.length()).put64(extent.epoch());
    byte[] inline = extent.at().inline();
    if (inline != null) {
      target.putVar(0).putBytes(inline);
    } else {
      target.putVar(extent.at().segment() + 1L).putVar(extent.at().position());
    }
    target.putVar(extent.sums().length);
    for (int sum : extent.sums()) {
      target.put32(sum);
    }
  }

  static Extent readExtent(ByteReader source) {
    long offset = source.getVar();
    int length = (int) source.getVar();
    long epoch = source.get64();
    int segment = (int) source.getVar() - 1;
    Place place = segment < 0 ? Place.of(source.getBytes()) : Place.of(segment, source.getVar());
    int count = (int) source.getVar();
    int[] sums = count == 0 ? NO_SUMS : new int[count];
    for (int i = 0; i < count; i++) {
      sums[i] = source.get32();
    }
    return new Extent(offset, length, epoch, place, sums);
  }
}
