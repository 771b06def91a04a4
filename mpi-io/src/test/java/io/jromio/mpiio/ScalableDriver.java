package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.mem.MemDriver;
import io.jromio.hints.Hints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in memory that one rank opens and the others attach to, as in an object store. */
final class ScalableDriver extends ForwardingDriver {
  private final AtomicInteger opens = new AtomicInteger();
  private final AtomicInteger attaches = new AtomicInteger();

  private final List<String> closes = Collections.synchronizedList(new ArrayList<>());
  private final int handleLength;

  ScalableDriver() {
    this(0);
  }

  /**
   * @param handleLength bytes that handles have at least
   */
  ScalableDriver(int handleLength) {
    super("scalable", new MemDriver());
    this.handleLength = handleLength;
  }

  /** The threads that have closed, in their order. */
  List<String> closes() {
    return List.copyOf(closes);
  }

  @Override
  void beforeClose() {
    closes.add(Thread.currentThread().getName());
  }

  int opens() {
    return opens.get() - attaches.get();
  }

  int attaches() {
    return attaches.get();
  }

  @Override
  void beforeOpen() {
    opens.incrementAndGet();
  }

  @Override
  byte[] handle(String path) {
    String padded = path + "*".repeat(Math.max(0, handleLength - path.length()));
    return padded.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Set<AdioFeature> features() {
    return Set.of(AdioFeature.SCALABLE_OPEN, AdioFeature.SCALABLE_RESIZE);
  }

  @Override
  public AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    attaches.incrementAndGet();
    assertFalse(modes.contains(AccessMode.CREATE) || modes.contains(AccessMode.EXCL));
    String path = new String(handle, StandardCharsets.UTF_8).replace("*", "");
    return open(path, modes, hints);
  }
}
