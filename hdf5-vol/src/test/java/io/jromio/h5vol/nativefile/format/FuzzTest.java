package io.jromio.h5vol.nativefile.format;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.Lookup3;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.VlenStringType;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files: whatever is wrong with the metadata, it comes out as an {@link H5Exception}, soon.
 * With a checksum mended, damage gets further into the parser.
 */
final class FuzzTest {
  private static final int ROUNDS = 1500;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "old.h5",
        "old-storage.h5",
        "old-groups.h5",
        "new.h5",
        "new-storage.h5",
        "dense.h5",
        "block.h5",
        "foreign.h5",
        "sohm.h5"
      })
  void shouldOnlyFailClearlyWhenFileIsDamaged(String sample) {
    byte[] good = Walk.sample(sample);
    long seed = sample.hashCode();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = damaged(good, random);
      int current = round;
      assertTimeoutPreemptively(
          ofSeconds(20),
          () -> readAll(bad),
          () -> "sample=%s seed=%d round=%d".formatted(sample, seed, current));
    }
  }

  /** A copy with something wrong, its checksums mostly right. */
  static byte[] damaged(byte[] good, Random random) {
    byte[] bad = good.clone();
    int kind = random.nextInt(4);
    if (kind == 0) {
      return Arrays.copyOf(bad, random.nextInt(bad.length));
    }
    if (kind == 1) {
      int flips = 1 + random.nextInt(8);
      for (int i = 0; i < flips; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
    } else if (kind == 2) {
      int from = random.nextInt(bad.length - 8);
      Arrays.fill(bad, from, from + 8, (byte) (random.nextBoolean() ? 0xff : 0x7f));
    } else {
      // One place becomes what another one is.
      int length = 1 + random.nextInt(16);
      int source = random.nextInt(bad.length - length);
      System.arraycopy(good, source, bad, random.nextInt(bad.length - length), length);
    }
    mend(bad);
    return bad;
  }

  /** Gives the blocks of header messages and the superblock right checksums again. */
  private static void mend(byte[] file) {
    for (int at = 0; at < file.length - 12; at++) {
      String signature = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      int length =
          switch (signature) {
            case "OHDR" -> headerLength(file, at);
            case "FRHP" -> FractalHeap.HEADER;
            case "BTHD" -> 38;
            case "FAHD" -> 28;
            case "EAHD" -> 72;
            case "\u0089HDF" -> file[at + 8] >= 2 ? Superblock.SIZE : 0;
            default -> 0;
          };
      if (length > 4 && length <= file.length - at) {
        int checksum = Lookup3.hash(file, at, length - 4);
        for (int i = 0; i < 4; i++) {
          file[at + length - 4 + i] = (byte) (checksum >>> (8 * i));
        }
      }
    }
  }

  private static int headerLength(byte[] file, int at) {
    int flags = file[at + 5];
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    long size = 0;
    for (int i = Math.min(width, 4) - 1; i >= 0; i--) {
      int place = at + prefix + i;
      size = size << 8 | (place < file.length ? file[place] & 0xff : 0);
    }
    long length = prefix + width + size + 4;
    return length > file.length ? 0 : (int) length;
  }

  private static void readAll(byte[] file) {
    try {
      Walk walk = Walk.of(file);
      for (String path : walk.objects().keySet()) {
        for (HeaderMessage.Attribute attribute : walk.attributes(path)) {
          if (attribute.value().elements().type() instanceof VlenStringType) {
            text(walk.source(), attribute);
          }
        }
      }
    } catch (H5Exception e) {
      assertFalse(e.detail().isEmpty(), "an error says what is wrong");
    }
  }

  private static void text(MetadataSource source, HeaderMessage.Attribute attribute)
      throws H5Exception {
    byte[] elements = attribute.value().elements().bytes().toArray(ValueLayout.JAVA_BYTE);
    if (elements.length < 16) {
      return;
    }
    ByteReader in = new ByteReader(elements, "element");
    in.skip(4);
    GlobalHeap.read(source, in.u8(), (int) in.u4());
  }
}
