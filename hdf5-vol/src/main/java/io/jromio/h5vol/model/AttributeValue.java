package io.jromio.h5vol.model;

/**
 * An attribute with its value.
 *
 * @param elements as many as {@code space} has
 */
public record AttributeValue(String name, Dataspace space, Elements elements) {
  public AttributeValue {
    if (elements.count() != space.elements()) {
      throw new IllegalArgumentException(
          "attribute of another size: name=%s space=%s elements=%d"
              .formatted(name, space, elements.count()));
    }
  }
}
