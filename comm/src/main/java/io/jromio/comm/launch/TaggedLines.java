package io.jromio.comm.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Collects the bytes that one rank writes into whole lines and passes each on in one piece, if
 * wanted with {@code [rank]} in front, so that lines of several ranks never mix. Bytes are not
 * decoded.
 *
 * <p>Not safe for several threads on one instance; several instances may share {@code out}, on
 * which they synchronize.
 */
final class TaggedLines {
  private static final int LONGEST = 64 * 1024;

  private final byte[] tag;
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

  private TaggedLines(String tag, OutputStream out) {
    this.tag = tag.getBytes(StandardCharsets.US_ASCII);
    this.out = out;
  }

  static TaggedLines tagged(int rank, OutputStream out) {
    return new TaggedLines("[%d] ".formatted(rank), out);
  }

  static TaggedLines plain(OutputStream out) {
    return new TaggedLines("", out);
  }

  void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, from, i + 1 - from);
        from = i + 1;
        emit();
      }
    }
    line.write(bytes, from, offset + length - from);
    if (line.size() > LONGEST) {
      finish();
    }
  }

  /** Passes on a line that has begun, and ends it if it has a tag. */
  void finish() throws IOException {
    if (line.size() > 0) {
      if (tag.length > 0) {
        line.write('\n');
      }
      emit();
    }
  }

  private void emit() throws IOException {
    synchronized (out) {
      out.write(tag);
      line.writeTo(out);
      out.flush();
    }
    line.reset();
  }
}
