package io.jromio.h5vol;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;

/**
 * A group, dataset or named type of an open file.
 *
 * <p>Objects are handles: opening one twice gives two, with equal tokens. They end with their file.
 * Unless it says "local", a call is collective: all ranks of the file make it, in the same order
 * and with equal arguments, and if it fails, it fails on all with the same {@link
 * io.jromio.h5vol.model.H5Error}.
 */
public sealed interface H5Object permits H5Group, H5Dataset, H5NamedType {

  /** Its attributes; local, but what they offer is collective. */
  H5Attributes attributes();

  /**
   * How it was reached, from the root: {@code /run1/t}. {@code object(0x30)} if by its token.
   * Local.
   */
  String path();

  /** What tells it from all others of its file, and what a reference to it holds; local. */
  ObjectToken token();

  /** Local. */
  ObjectKind kind();

  /** The open file that it is in: behind an external link another one. Local. */
  H5File file();

  /** How many hard links lead to it. */
  long hardLinks() throws H5Exception;
}
