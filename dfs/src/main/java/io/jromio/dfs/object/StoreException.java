package io.jromio.dfs.object;

import java.io.IOException;

/** A request that the object store refused or could not carry out. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Der der;

  /**
   * @param message what was wrong, with name=value, ending with the object or resource
   */
  public StoreException(Der der, String message) {
    super(message);
    this.der = der;
  }

  /** As {@link #StoreException(Der, String)}, with what was behind it. */
  public StoreException(Der der, String message, Throwable cause) {
    super(message, cause);
    this.der = der;
  }

  public Der der() {
    return der;
  }

  @Override
  public String toString() {
    return "%s(%d): %s".formatted(der.label(), der.code(), getMessage());
  }
}
