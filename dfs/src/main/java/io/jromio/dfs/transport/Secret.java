package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What clients and engine of one system know and nobody else: 32 random bytes in a file that only
 * its owner may read, as hexadecimal digits. It never travels; both sides prove with HMAC-SHA256
 * over each other's random numbers that they have it.
 *
 * @source RFC 2104; the challenge and the two answers as in ISO/IEC 9798-4, three passes
 */
public final class Secret {
  static final int NONCE_LENGTH = 32;
  private static final int LENGTH = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private Secret(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The secret in a file, which is made if it is not there. */
  public static Secret create(Path file) throws StoreException {
    FileAttribute<Set<PosixFilePermission>> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
      Files.deleteIfExists(draft);
      try (var channel =
          Files.newByteChannel(
              draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mine)) {
        byte[] text = HexFormat.of().formatHex(random(LENGTH)).getBytes(StandardCharsets.US_ASCII);
        var _ = channel.write(java.nio.ByteBuffer.wrap(text));
      }
      try {
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        // Then that one counts.
      } finally {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw new StoreException(Der.IO, "cannot write the secret (%s)".formatted(file), e);
    }
    return load(file);
  }

  /**
   * Reads a secret.
   *
   * @throws StoreException if it is not there, or others could read it
   */
  public static Secret load(Path file) throws StoreException {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      others.removeAll(PosixFilePermissions.fromString("rwx------"));
      if (!others.isEmpty()) {
        throw new StoreException(
            Der.NO_PERM, "others may read the secret: want=rw------- (%s)".formatted(file));
      }
      byte[] bytes = HexFormat.of().parseHex(Files.readString(file).strip());
      if (bytes.length < LENGTH) {
        throw new StoreException(
            Der.INVAL, "secret too short: bytes=%d (%s)".formatted(bytes.length, file));
      }
      return new Secret(bytes);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Der.INVAL, "no hexadecimal digits (%s)".formatted(file), e);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(Der.NO_PERM, "cannot read the secret (%s)".formatted(file), e);
    }
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * Proves the secret to the other side.
   *
   * @param role of the side that proves, so that its own answers are of no use against it
   */
  byte[] proof(String role, byte[] clientNonce, byte[] engineNonce) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(role.getBytes(StandardCharsets.US_ASCII));
      mac.update((byte) 0);
      mac.update(clientNonce);
      mac.update(engineNonce);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
