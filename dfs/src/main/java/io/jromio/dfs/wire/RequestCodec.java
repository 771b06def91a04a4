package io.jromio.dfs.wire;

import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.ChangeFields.Places;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Requests as heads of frames. A head begins with handle, target and object where the request has
 * them; its other fields follow in the order of the record.
 *
 * <pre>
 *   40               56       60               76
 *   +----------------+--------+----------------+---------------------------------
 *   | handle         | target | object hi, lo  | updates | sums        UPDATE
 *   |                |        |                | fetches             FETCH
 *   +----------------+--------+----------------+---------------------------------
 *     n | n x ( dkey | condition | punched | m | m x ( kind | akey | condition | ... ) )
 *                                   of a write: k | k x offset | k x length
 * </pre>
 */
public final class RequestCodec {
  static final int UPDATE = 1;
  static final int FETCH = 2;
  static final int PUNCH_OBJECT = 3;
  static final int QUERY_MAX = 4;
  static final int QUERY_EPOCH = 5;
  static final int LIST_DKEYS = 6;
  static final int LIST_AKEYS = 7;
  static final int LIST_OBJECTS = 8;
  static final int COMMIT = 9;
  static final int ALLOCATE_IDS = 10;
  static final int OPEN_CONTAINER = 11;
  static final int CLOSE_CONTAINER = 12;
  static final int CREATE_POOL = 13;
  static final int LIST_POOLS = 14;
  static final int QUERY_POOL = 15;
  static final int CREATE_CONTAINER = 16;
  static final int LIST_CONTAINERS = 17;
  static final int QUERY_CONTAINER = 18;
  static final int DESTROY_CONTAINER = 19;
  static final int SET_PROPERTIES = 20;
  static final int GET_ATTRIBUTES = 21;
  static final int SET_ATTRIBUTES = 22;
  static final int DELETE_ATTRIBUTES = 23;
  static final int GET_COUNTERS = 24;

  private static final OpenMode[] MODES = OpenMode.values();

  private RequestCodec() {}

  /** Whether the bulk of such a request travels with its reply. */
  public static boolean bulkComesBack(int code) {
    return code == FETCH;
  }

  /**
   * Encodes a request; the bulk stays where it is.
   *
   * @param bulkLength of its {@link Bulk}
   * @throws IllegalArgumentException if it is longer than a frame may be
   */
  public static Frame encode(Request request, long bulkLength) {
    if (bulkLength > FrameHeader.MAX_BULK) {
      throw new IllegalArgumentException(
          "request too long: bulk=%d, limit=%d".formatted(bulkLength, FrameHeader.MAX_BULK));
    }
    HeadWriter to = new HeadWriter();
    int code =
        switch (request) {
          case Request.ToTarget r -> putToTarget(to, r);
          case Request.Commit r -> {
            to.putUuid(r.handle());
            ChangeFields.putChanges(to, r.changes());
            to.putInts(r.targets());
            Fields.putSums(to, r.sums());
            yield COMMIT;
          }
          case Request.AllocateIds r -> {
            to.putUuid(r.handle());
            to.putLong(r.count());
            yield ALLOCATE_IDS;
          }
          case Request.CloseContainer r -> {
            to.putUuid(r.handle());
            yield CLOSE_CONTAINER;
          }
          case Request.CreatePool r -> {
            to.putText(r.label());
            to.putLong(r.size());
            yield CREATE_POOL;
          }
          case Request.ListPools _ -> LIST_POOLS;
          case Request.GetCounters _ -> GET_COUNTERS;
          case Request.QueryPool r -> putPool(to, r.pool(), QUERY_POOL);
          case Request.ListContainers r -> putPool(to, r.pool(), LIST_CONTAINERS);
          default -> putOfContainer(to, request);
        };
    return Frame.of(code, to, bulkLength);
  }

  private static int putPool(HeadWriter to, String pool, int code) {
    to.putText(pool);
    return code;
  }

  private static int putToTarget(HeadWriter to, Request.ToTarget request) {
    to.putUuid(request.handle());
    to.putInt(request.target());
    switch (request) {
      case Request.Update r -> {
        Fields.putObject(to, r.object());
        ChangeFields.putUpdates(to, r.updates());
        Fields.putSums(to, r.sums());
        return UPDATE;
      }
      case Request.Fetch r -> {
        Fields.putObject(to, r.object());
        ChangeFields.putFetches(to, r.fetches());
        return FETCH;
      }
      case Request.PunchObject r -> {
        Fields.putObject(to, r.object());
        return PUNCH_OBJECT;
      }
      case Request.QueryMax r -> {
        Fields.putObject(to, r.object());
        to.putKey(r.akey());
        return QUERY_MAX;
      }
      case Request.QueryEpoch r -> {
        Fields.putObject(to, r.object());
        return QUERY_EPOCH;
      }
      case Request.ListDkeys r -> {
        Fields.putObject(to, r.object());
        Fields.putAnchor(to, r.from());
        to.putInt(r.limit());
        return LIST_DKEYS;
      }
      case Request.ListAkeys r -> {
        Fields.putObject(to, r.shard().object());
        to.putKey(r.dkey());
        Fields.putAnchor(to, r.from());
        to.putInt(r.limit());
        return LIST_AKEYS;
      }
      case Request.ListObjects r -> {
        Fields.putAnchor(to, r.from());
        to.putInt(r.limit());
        return LIST_OBJECTS;
      }
    }
  }

  private static int putOfContainer(HeadWriter to, Request request) {
    switch (request) {
      case Request.CreateContainer r -> {
        to.putText(r.pool());
        to.putText(r.spec().label());
        Fields.putProperties(to, r.spec().properties());
        ChangeFields.putChanges(to, r.spec().contents());
        to.putInts(r.targets());
        Fields.putSums(to, r.sums());
        return CREATE_CONTAINER;
      }
      case Request.OpenContainer r -> {
        putName(to, r.pool(), r.container());
        to.putByte(r.mode().ordinal());
        return OPEN_CONTAINER;
      }
      case Request.QueryContainer r -> {
        putName(to, r.pool(), r.container());
        return QUERY_CONTAINER;
      }
      case Request.DestroyContainer r -> {
        putName(to, r.pool(), r.container());
        to.putBoolean(r.force());
        return DESTROY_CONTAINER;
      }
      case Request.SetProperties r -> {
        putName(to, r.pool(), r.container());
        Fields.putProperties(to, r.properties());
        return SET_PROPERTIES;
      }
      case Request.GetAttributes r -> {
        putName(to, r.pool(), r.container());
        return GET_ATTRIBUTES;
      }
      case Request.SetAttributes r -> {
        putName(to, r.pool(), r.container());
        Fields.putAttributes(to, r.attributes());
        return SET_ATTRIBUTES;
      }
      case Request.DeleteAttributes r -> {
        putName(to, r.pool(), r.container());
        Fields.putTexts(to, r.names());
        return DELETE_ATTRIBUTES;
      }
      default -> throw new IllegalArgumentException("no such request: " + request);
    }
  }

  private static void putName(HeadWriter to, String pool, String container) {
    to.putText(pool);
    to.putText(container);
  }

  /**
   * Decodes a request.
   *
   * @param frame header and head
   * @param bulk the memory of its ranges, as long as the header says; also for a fetch
   * @throws FrameException if it is none
   */
  public static Request decode(FrameHeader header, byte[] frame, MemorySegment bulk)
      throws FrameException {
    HeadReader from = new HeadReader(frame, header.headLength());
    Places places = new Places(bulk);
    Request request;
    try {
      request =
          header.code() <= LIST_OBJECTS
              ? getToTarget(header.code(), from, places)
              : getOther(header.code(), from, places);
    } catch (IllegalArgumentException e) {
      throw new FrameException("no request: code=%d".formatted(header.code()), e);
    }
    from.finish();
    places.finish();
    return request;
  }

  private static Request getToTarget(int code, HeadReader from, Places places)
      throws FrameException {
    UUID handle = from.getUuid();
    int target = from.getInt();
    if (code == LIST_OBJECTS) {
      var anchor = Fields.getAnchor(from);
      return new Request.ListObjects(handle, target, anchor, from.getInt());
    }
    ObjectId object = Fields.getObject(from);
    switch (code) {
      case UPDATE -> {
        var updates = ChangeFields.getUpdates(from, places);
        return new Request.Update(handle, target, object, updates, Fields.getSums(from));
      }
      case FETCH -> {
        return new Request.Fetch(handle, target, object, ChangeFields.getFetches(from, places));
      }
      case PUNCH_OBJECT -> {
        return new Request.PunchObject(handle, target, object);
      }
      case QUERY_MAX -> {
        return new Request.QueryMax(handle, target, object, from.getKey());
      }
      case QUERY_EPOCH -> {
        return new Request.QueryEpoch(handle, target, object);
      }
      case LIST_DKEYS -> {
        var anchor = Fields.getAnchor(from);
        return new Request.ListDkeys(handle, target, object, anchor, from.getInt());
      }
      case LIST_AKEYS -> {
        Key dkey = from.getKey();
        var anchor = Fields.getAnchor(from);
        var shard = new Request.Shard(handle, target, object);
        return new Request.ListAkeys(shard, dkey, anchor, from.getInt());
      }
      default -> throw noRequest(code);
    }
  }

  private static Request getOther(int code, HeadReader from, Places places) throws FrameException {
    switch (code) {
      case COMMIT -> {
        UUID handle = from.getUuid();
        List<ObjectChange> changes = ChangeFields.getChanges(from, places);
        int[] targets = from.getInts();
        return new Request.Commit(handle, changes, targets, Fields.getSums(from));
      }
      case ALLOCATE_IDS -> {
        UUID handle = from.getUuid();
        return new Request.AllocateIds(handle, from.getLong());
      }
      case CLOSE_CONTAINER -> {
        return new Request.CloseContainer(from.getUuid());
      }
      case CREATE_POOL -> {
        String label = from.getText();
        return new Request.CreatePool(label, from.getLong());
      }
      case LIST_POOLS -> {
        return new Request.ListPools();
      }
      case GET_COUNTERS -> {
        return new Request.GetCounters();
      }
      case QUERY_POOL -> {
        return new Request.QueryPool(from.getText());
      }
      case LIST_CONTAINERS -> {
        return new Request.ListContainers(from.getText());
      }
      default -> {
        return getOfContainer(code, from, places);
      }
    }
  }

  private static Request getOfContainer(int code, HeadReader from, Places places)
      throws FrameException {
    String pool = from.getText();
    String container = from.getText();
    switch (code) {
      case CREATE_CONTAINER -> {
        Map<String, String> properties = Fields.getProperties(from);
        var contents = ChangeFields.getContents(from, places);
        int[] targets = from.getInts();
        ContainerSpec spec = new ContainerSpec(container, properties, contents);
        return new Request.CreateContainer(pool, spec, targets, Fields.getSums(from));
      }
      case OPEN_CONTAINER -> {
        OpenMode mode = MODES[from.getBelow(MODES.length)];
        return new Request.OpenContainer(pool, container, mode);
      }
      case QUERY_CONTAINER -> {
        return new Request.QueryContainer(pool, container);
      }
      case DESTROY_CONTAINER -> {
        return new Request.DestroyContainer(pool, container, from.getBoolean());
      }
      case SET_PROPERTIES -> {
        return new Request.SetProperties(pool, container, Fields.getProperties(from));
      }
      case GET_ATTRIBUTES -> {
        return new Request.GetAttributes(pool, container);
      }
      case SET_ATTRIBUTES -> {
        return new Request.SetAttributes(pool, container, Fields.getAttributes(from));
      }
      case DELETE_ATTRIBUTES -> {
        return new Request.DeleteAttributes(pool, container, Fields.getTexts(from));
      }
      default -> throw noRequest(code);
    }
  }

  private static FrameException noRequest(int code) {
    return new FrameException("no such request: code=%d".formatted(code));
  }
}
