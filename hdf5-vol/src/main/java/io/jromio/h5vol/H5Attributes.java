package io.jromio.h5vol;

import io.jromio.h5vol.convert.JavaValues;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.VolObject;
import java.lang.reflect.Array;
import java.util.List;

/**
 * The attributes of an object: small values that all ranks write together and read as they like. A
 * value may be of any size; those above 64 KB are for readers of HDF5 1.8 and later. All calls are
 * collective, with the same value on all ranks.
 */
public final class H5Attributes {
  private final VolObject object;
  private final String path;

  H5Attributes(VolObject object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * Writes an attribute of the type and shape that are natural to {@code value}, in place of any
   * other of that name: a boxed number, a Boolean or a String is a scalar, an array has one
   * dimension. Strings are stored with a fixed number of bytes, in UTF-8; use {@link #put(String,
   * H5Type, Dataspace, Object)} with {@link H5Type#STRING} for those of variable length.
   *
   * @throws H5Exception {@link H5Error#ARG} if such a value has no type
   */
  public void put(String name, Object value) throws H5Exception {
    Elements elements = Values.checked(() -> where(name), () -> Values.natural(value));
    Dataspace space =
        value.getClass().isArray() || value instanceof Elements
            ? Dataspace.of(elements.count())
            : Dataspace.scalar();
    object.putAttribute(new AttributeValue(name, space, elements));
  }

  /**
   * Writes an attribute of the given type and shape, in place of any other of that name.
   *
   * @param value is converted to the type; a MemorySegment has it already
   * @throws H5Exception {@link H5Error#ARG} if it has not as many elements as {@code space}; {@link
   *     H5Error#CONVERSION} if it cannot be converted
   */
  public void put(String name, H5Type type, Dataspace space, Object value) throws H5Exception {
    AttributeValue attribute =
        Values.checked(
            () -> where(name),
            () -> new AttributeValue(name, space, Values.converted(value, type)));
    object.putAttribute(attribute);
  }

  /**
   * What is natural for Java: a boxed number, a String or what else for a scalar, else an array in
   * row-major order.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  public Object get(String name) throws H5Exception {
    AttributeValue attribute = value(name);
    Object natural =
        Values.checked(() -> where(name), () -> JavaValues.value(attribute.elements()));
    boolean single =
        attribute.space().kind() == Dataspace.Kind.SCALAR
            && natural.getClass().isArray()
            && Array.getLength(natural) == 1;
    return single ? Array.get(natural, 0) : natural;
  }

  /**
   * The value with its type and shape.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  public AttributeValue value(String name) throws H5Exception {
    return object
        .attribute(name)
        .orElseThrow(() -> new H5Exception(H5Error.NOT_FOUND, "no attribute: " + where(name)));
  }

  /** In the order of creation, else in that of the alphabet. */
  public List<String> names() throws H5Exception {
    return object.attributes();
  }

  public boolean has(String name) throws H5Exception {
    return object.attribute(name).isPresent();
  }

  /**
   * @throws H5Exception {@link H5Error#NOT_FOUND}, {@link H5Error#EXISTS}
   */
  public void rename(String name, String newName) throws H5Exception {
    object.renameAttribute(name, newName);
  }

  /**
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  public void delete(String name) throws H5Exception {
    object.deleteAttribute(name);
  }

  private String where(String name) {
    return "attribute=%s object=%s (file %s)".formatted(name, path, object.file().name());
  }
}
