package io.jromio.dfs.wire;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.PoolInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that stand in several requests and replies. */
final class Fields {
  private static final int ANCHOR_START = 0;
  private static final int ANCHOR_BETWEEN = 1;
  private static final int ANCHOR_END = 2;
  private static final int ANCHORS = 3;

  /** Bytes of the least that one thing of a kind needs. */
  private static final int LEAST_TEXT = Integer.BYTES;

  private static final int LEAST_PAIR = 2 * LEAST_TEXT;
  private static final int SPACE = 4 * Long.BYTES;

  private Fields() {}

  static void putObject(HeadWriter to, ObjectId object) {
    to.putLong(object.hi());
    to.putLong(object.lo());
  }

  static ObjectId getObject(HeadReader from) throws FrameException {
    long hi = from.getLong();
    return new ObjectId(hi, from.getLong());
  }

  static void putAnchor(HeadWriter to, Anchor anchor) {
    if (anchor.isEnd()) {
      to.putByte(ANCHOR_END);
      return;
    }
    anchor
        .position()
        .ifPresentOrElse(
            position -> {
              to.putByte(ANCHOR_BETWEEN);
              to.putBytes(position);
            },
            () -> to.putByte(ANCHOR_START));
  }

  static Anchor getAnchor(HeadReader from) throws FrameException {
    return switch (from.getBelow(ANCHORS)) {
      case ANCHOR_START -> Anchor.start();
      case ANCHOR_END -> Anchor.end();
      default -> Anchor.at(from.getBytes());
    };
  }

  /** Each element is the sums of one array or value. */
  static void putSums(HeadWriter to, List<int[]> sums) {
    to.putInt(sums.size());
    for (int[] each : sums) {
      to.putInts(each);
    }
  }

  static List<int[]> getSums(HeadReader from) throws FrameException {
    int count = from.getCount(Integer.BYTES);
    List<int[]> sums = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sums.add(from.getInts());
    }
    return sums;
  }

  static void putTexts(HeadWriter to, List<String> texts) {
    to.putInt(texts.size());
    for (String text : texts) {
      to.putText(text);
    }
  }

  static List<String> getTexts(HeadReader from) throws FrameException {
    int count = from.getCount(LEAST_TEXT);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(from.getText());
    }
    return texts;
  }

  static void putProperties(HeadWriter to, Map<String, String> properties) {
    to.putInt(properties.size());
    properties.forEach(
        (name, value) -> {
          to.putText(name);
          to.putText(value);
        });
  }

  static Map<String, String> getProperties(HeadReader from) throws FrameException {
    int count = from.getCount(LEAST_PAIR);
    Map<String, String> properties = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = from.getText();
      properties.put(name, from.getText());
    }
    return properties;
  }

  static void putAttributes(HeadWriter to, Map<String, byte[]> attributes) {
    to.putInt(attributes.size());
    attributes.forEach(
        (name, value) -> {
          to.putText(name);
          to.putBytes(value);
        });
  }

  static Map<String, byte[]> getAttributes(HeadReader from) throws FrameException {
    int count = from.getCount(LEAST_PAIR);
    Map<String, byte[]> attributes = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = from.getText();
      attributes.put(name, from.getBytes());
    }
    return attributes;
  }

  static void putKeys(HeadWriter to, List<Key> keys) {
    to.putInt(keys.size());
    for (Key key : keys) {
      to.putKey(key);
    }
  }

  static List<Key> getKeys(HeadReader from) throws FrameException {
    int count = from.getCount(LEAST_TEXT);
    List<Key> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(from.getKey());
    }
    return keys;
  }

  static void putContainer(HeadWriter to, ContainerInfo info) {
    to.putUuid(info.pool());
    to.putUuid(info.uuid());
    to.putText(info.label());
    putProperties(to, info.properties());
    to.putInt(info.use().handles());
    to.putLong(info.use().openedHlc());
    to.putLong(info.use().modifiedHlc());
  }

  static ContainerInfo getContainer(HeadReader from) throws FrameException {
    var pool = from.getUuid();
    var uuid = from.getUuid();
    String label = from.getText();
    Map<String, String> properties = getProperties(from);
    int handles = from.getInt();
    long opened = from.getLong();
    ContainerInfo.Use use = new ContainerInfo.Use(handles, opened, from.getLong());
    return new ContainerInfo(pool, uuid, label, properties, use);
  }

  static void putPool(HeadWriter to, PoolInfo info) {
    to.putUuid(info.uuid());
    to.putText(info.label());
    to.putInt(info.version());
    to.putInt(info.targets().size());
    for (PoolInfo.TargetSpace space : info.targets()) {
      to.putLong(space.indexTotal());
      to.putLong(space.indexFree());
      to.putLong(space.bulkTotal());
      to.putLong(space.bulkFree());
    }
  }

  static PoolInfo getPool(HeadReader from) throws FrameException {
    var uuid = from.getUuid();
    String label = from.getText();
    int version = from.getInt();
    int count = from.getCount(SPACE);
    List<PoolInfo.TargetSpace> targets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long[] space = from.getLongs(SPACE / Long.BYTES);
      targets.add(new PoolInfo.TargetSpace(space[0], space[1], space[2], space[3]));
    }
    return new PoolInfo(uuid, label, version, targets);
  }
}
