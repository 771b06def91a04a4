package io.jromio.dfs.client;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.StoreException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Layouts of the objects of one pool; remembers those that were used last. */
final class Layouts {
  private static final int REMEMBERED = 256;

  private final int targets;
  private final AtomicReferenceArray<ObjectLayout> remembered =
      new AtomicReferenceArray<>(REMEMBERED);

  Layouts(int targets) {
    this.targets = targets;
  }

  int targets() {
    return targets;
  }

  /**
   * Where an object lies.
   *
   * @throws StoreException {@link Der#INVAL} if the id says nothing of a layout, {@link
   *     Der#NOTSUPPORTED} for redundancy
   */
  ObjectLayout of(ObjectId object) throws StoreException {
    int place = (object.hashCode() * 0x9e3779b1) >>> 24;
    ObjectLayout known = remembered.get(place);
    if (known != null && known.object().equals(object)) {
      return known;
    }
    ObjectLayout layout;
    try {
      layout = ObjectLayout.of(object, targets);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          Der.INVAL, "no layout: %s, object=%s".formatted(e.getMessage(), object), e);
    }
    if (layout.groupSize() > 1) {
      throw new StoreException(
          Der.NOTSUPPORTED,
          "no such objects until redundancy exists: redundancy=%d object=%s"
              .formatted(object.redundancy(), object));
    }
    remembered.set(place, layout);
    return layout;
  }
}
