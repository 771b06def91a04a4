package io.jromio.dfs.wire;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.PoolInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Replies as heads of frames: the fields of the records in their order. */
public final class ReplyCodec {
  static final int DONE = 101;
  static final int FAILED = 102;
  static final int FETCHES = 103;
  static final int KEYS = 104;
  static final int OBJECTS = 105;
  static final int MAX = 106;
  static final int OPENED = 107;
  static final int POOLS = 108;
  static final int CONTAINERS = 109;
  static final int ATTRIBUTES = 110;
  static final int COUNTERS = 111;

  private static final int ARRAY = 0;
  private static final int VALUE = 1;
  private static final int NO_VALUE = 2;
  private static final int KINDS = 3;

  private static final int OBJECT = 2 * Long.BYTES;
  private static final int LEAST_FETCHED = 1 + Integer.BYTES;

  /** Two UUIDs and more. */
  private static final int LEAST_INFO = 2 * Long.BYTES;

  private static final int LEAST_COUNTER = Integer.BYTES + Long.BYTES;
  private static final int LONGEST_MESSAGE = 16 << 10;

  private ReplyCodec() {}

  /**
   * Encodes a reply.
   *
   * @param bulkLength of the request's bulk if this is the answer to a fetch, else 0
   * @throws IllegalArgumentException if it is longer than a frame may be
   */
  public static Frame encode(Reply reply, long bulkLength) {
    HeadWriter to = new HeadWriter();
    int code =
        switch (reply) {
          case Reply.Done(long epoch) -> {
            to.putLong(epoch);
            yield DONE;
          }
          case Reply.Failed(Der der, String message) -> {
            to.putInt(der.code());
            to.putText(message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
            yield FAILED;
          }
          case Reply.Fetches fetches -> {
            putFetched(to, fetches.fetched());
            Fields.putSums(to, fetches.sums());
            yield FETCHES;
          }
          case Reply.Keys(KeyPage page) -> {
            Fields.putKeys(to, page.keys());
            Fields.putAnchor(to, page.next());
            yield KEYS;
          }
          case Reply.Objects(ObjectPage page) -> {
            to.putInt(page.objects().size());
            for (ObjectId object : page.objects()) {
              Fields.putObject(to, object);
            }
            Fields.putAnchor(to, page.next());
            yield OBJECTS;
          }
          case Reply.Max(MaxExtent extent) -> {
            to.putBoolean(extent.exists());
            to.putLong(extent.dkey());
            to.putLong(extent.end());
            to.putLong(extent.epoch());
            yield MAX;
          }
          default -> putInfo(to, reply);
        };
    return Frame.of(code, to, reply instanceof Reply.Fetches ? bulkLength : 0);
  }

  private static int putInfo(HeadWriter to, Reply reply) {
    switch (reply) {
      case Reply.Opened(UUID handle, int targets, ContainerInfo container) -> {
        to.putUuid(handle);
        to.putInt(targets);
        Fields.putContainer(to, container);
        return OPENED;
      }
      case Reply.Pools(List<PoolInfo> pools) -> {
        to.putInt(pools.size());
        for (PoolInfo pool : pools) {
          Fields.putPool(to, pool);
        }
        return POOLS;
      }
      case Reply.Containers(List<ContainerInfo> containers) -> {
        to.putInt(containers.size());
        for (ContainerInfo container : containers) {
          Fields.putContainer(to, container);
        }
        return CONTAINERS;
      }
      case Reply.Attributes(Map<String, byte[]> attributes) -> {
        Fields.putAttributes(to, attributes);
        return ATTRIBUTES;
      }
      case Reply.Counters(Map<String, Long> counters) -> {
        to.putInt(counters.size());
        counters.forEach(
            (name, value) -> {
              to.putText(name);
              to.putLong(value);
            });
        return COUNTERS;
      }
      default -> throw new IllegalArgumentException("no such reply: " + reply);
    }
  }

  private static void putFetched(HeadWriter to, List<Fetched> fetched) {
    to.putInt(fetched.size());
    for (Fetched each : fetched) {
      to.putBoolean(each.exists());
      to.putInt(each.akeys().size());
      for (Fetched.Akey akey : each.akeys()) {
        switch (akey) {
          case Fetched.Array(long end, long[] holes) -> {
            to.putByte(ARRAY);
            to.putLong(end);
            to.putInt(holes.length);
            to.putLongs(holes);
          }
          case Fetched.Value value -> {
            byte[] bytes = value.value();
            to.putByte(bytes == null ? NO_VALUE : VALUE);
            if (bytes != null) {
              to.putBytes(bytes);
            }
          }
        }
      }
    }
  }

  /**
   * Decodes a reply; what a fetch brought lies in the bulk.
   *
   * @param frame header and head
   * @throws FrameException if it is none
   */
  public static Reply decode(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader from = new HeadReader(frame, header.headLength());
    Reply reply;
    try {
      reply = get(header.code(), from);
    } catch (IllegalArgumentException e) {
      throw new FrameException("no reply: code=%d".formatted(header.code()), e);
    }
    from.finish();
    return reply;
  }

  private static Reply get(int code, HeadReader from) throws FrameException {
    switch (code) {
      case DONE -> {
        return new Reply.Done(from.getLong());
      }
      case FAILED -> {
        Der der = Der.of(from.getInt());
        return new Reply.Failed(der, from.getText());
      }
      case FETCHES -> {
        List<Fetched> fetched = getFetched(from);
        return new Reply.Fetches(fetched, Fields.getSums(from));
      }
      case KEYS -> {
        var keys = Fields.getKeys(from);
        return new Reply.Keys(new KeyPage(keys, Fields.getAnchor(from)));
      }
      case OBJECTS -> {
        int count = from.getCount(OBJECT);
        List<ObjectId> objects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          objects.add(Fields.getObject(from));
        }
        return new Reply.Objects(new ObjectPage(objects, Fields.getAnchor(from)));
      }
      case MAX -> {
        boolean exists = from.getBoolean();
        long[] numbers = from.getLongs(3);
        return new Reply.Max(new MaxExtent(exists, numbers[0], numbers[1], numbers[2]));
      }
      default -> {
        return getInfo(code, from);
      }
    }
  }

  private static Reply getInfo(int code, HeadReader from) throws FrameException {
    switch (code) {
      case OPENED -> {
        UUID handle = from.getUuid();
        int targets = from.getInt();
        return new Reply.Opened(handle, targets, Fields.getContainer(from));
      }
      case POOLS -> {
        int count = from.getCount(LEAST_INFO);
        List<PoolInfo> pools = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          pools.add(Fields.getPool(from));
        }
        return new Reply.Pools(pools);
      }
      case CONTAINERS -> {
        int count = from.getCount(LEAST_INFO);
        List<ContainerInfo> containers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          containers.add(Fields.getContainer(from));
        }
        return new Reply.Containers(containers);
      }
      case ATTRIBUTES -> {
        return new Reply.Attributes(Fields.getAttributes(from));
      }
      case COUNTERS -> {
        int count = from.getCount(LEAST_COUNTER);
        Map<String, Long> counters = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
          String name = from.getText();
          counters.put(name, from.getLong());
        }
        return new Reply.Counters(counters);
      }
      default -> throw new FrameException("no such reply: code=%d".formatted(code));
    }
  }

  private static List<Fetched> getFetched(HeadReader from) throws FrameException {
    int count = from.getCount(LEAST_FETCHED);
    List<Fetched> fetched = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean exists = from.getBoolean();
      int akeyCount = from.getCount(1);
      List<Fetched.Akey> akeys = new ArrayList<>(akeyCount);
      for (int j = 0; j < akeyCount; j++) {
        akeys.add(
            switch (from.getBelow(KINDS)) {
              case ARRAY -> {
                long end = from.getLong();
                yield new Fetched.Array(end, from.getLongs(from.getCount(Long.BYTES)));
              }
              case VALUE -> new Fetched.Value(from.getBytes());
              default -> new Fetched.Value(null);
            });
      }
      fetched.add(new Fetched(exists, akeys));
    }
    return fetched;
  }
}
