package io.jromio.dfs.wire;

/** Bytes that are no frame of this protocol; whoever sent them is not to be listened to. */
public final class FrameException extends Exception {
  private static final long serialVersionUID = 1L;

  public FrameException(String message) {
    super(message);
  }

  /** As {@link #FrameException(String)}, with what was behind it. */
  public FrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
