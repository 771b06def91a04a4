package io.jromio.dfs.object;

import java.util.List;

/** Some objects of an enumeration, and where it goes on. */
public record ObjectPage(List<ObjectId> objects, Anchor next) {
  public ObjectPage {
    objects = List.copyOf(objects);
  }
}
