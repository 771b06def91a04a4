package io.jromio.comm.shm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine that this process runs on. Read from the kernel, never from DNS, which may stall.
 *
 * @param name the host's name
 * @param bootId differs between machines of equal names; empty if the kernel does not tell
 */
public record Node(String name, String bootId) {
  private static final Node LOCAL =
      new Node(
          read(Path.of("/proc/sys/kernel/hostname"), "localhost"),
          read(Path.of("/proc/sys/kernel/random/boot_id"), ""));

  /** This machine. */
  public static Node local() {
    return LOCAL;
  }

  /** Equal for two processes exactly if they can map memory together. */
  public String key() {
    return name + "/" + bootId + "/" + SharedFile.directory() + "/" + device();
  }

  /** Containers may have equal names on one machine, but each its own {@code /dev/shm}. */
  private static String device() {
    try {
      return String.valueOf(Files.getAttribute(SharedFile.directory(), "unix:dev"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }

  private static String read(Path file, String otherwise) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? otherwise : text;
    } catch (IOException e) {
      return otherwise;
    }
  }
}
