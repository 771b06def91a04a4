package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import java.util.List;

/** A message of an object header, as values. */
public sealed interface HeaderMessage {

  /** 0x01. */
  record Space(Dataspace space) implements HeaderMessage {}

  /**
   * 0x02: a group of the new style.
   *
   * @param tracked whether creation order is; {@code next} is then the next number
   * @param heap fractal heap of dense links, or -1; {@code names} their B-tree
   */
  record LinkInfo(boolean tracked, boolean indexed, long next, long heap, long names, long orders)
      implements HeaderMessage {}

  /** 0x03; {@code named} is the header of the named type that it is, or -1. */
  record Type(H5Type type, long named) implements HeaderMessage {}

  /** 0x05, or 0x04 of old files. */
  record Fill(FillSpec fill) implements HeaderMessage {}

  /** 0x06. */
  record LinkTo(Link link) implements HeaderMessage {}

  /** 0x08. */
  record Layout(DataLayout layout) implements HeaderMessage {}

  /** 0x0a. */
  record GroupInfo() implements HeaderMessage {}

  /** 0x0b. */
  record Filters(List<FilterSpec> filters) implements HeaderMessage {
    public Filters {
      filters = List.copyOf(filters);
    }
  }

  /**
   * 0x0c. The elements are as in the file: variable-length parts are global heap references.
   *
   * @param order of creation, -1 where it is not tracked
   */
  record Attribute(AttributeValue value, long order) implements HeaderMessage {}

  /** 0x15. */
  record AttributeInfo(
      boolean tracked, boolean indexed, long next, long heap, long names, long orders)
      implements HeaderMessage {}

  /** 0x11: a group of the old style. */
  record SymbolTable(long tree, long heap) implements HeaderMessage {}

  /** 0x16: hard links, if not 1. */
  record RefCount(long links) implements HeaderMessage {}

  /** What is kept as it is: comments, times, and what nobody here understands. */
  record Other(int type, int flags, byte... body) implements HeaderMessage {
    public Other {
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }
  }
}
