package io.jromio.hints;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of texts as bytes that travel between ranks: {@code count, (length, UTF-8 bytes)*}, all
 * numbers four bytes, big-endian.
 */
final class TextCodec {
  private TextCodec() {}

  static byte[] encode(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(texts.size());
      for (String text : texts) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Throws {@link IllegalArgumentException} if {@link #encode} did not make the bytes. */
  static List<String> decode(byte[] encoded) {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      for (int left = in.readInt(); left > 0; left--) {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
          throw new IOException("length=%d of %d left".formatted(length, in.available()));
        }
        texts.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("no encoded texts: bytes=" + encoded.length, e);
    }
    return texts;
  }
}
