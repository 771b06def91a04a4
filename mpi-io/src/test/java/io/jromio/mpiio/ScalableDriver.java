package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.mem.MemDriver;
import io.jromio.hints.Hints;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in memory that one rank opens and the others attach to, as in an object store. */
final class ScalableDriver extends ForwardingDriver {
  private final AtomicInteger opens = new AtomicInteger();
  private final AtomicInteger attaches = new AtomicInteger();

  ScalableDriver() {
    super("scalable", new MemDriver());
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
    return path.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Set<AdioFeature> features() {
    return Set.of(AdioFeature.SCALABLE_OPEN, AdioFeature.SCALABLE_RESIZE);
  }

  @Override
  public AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    attaches.incrementAndGet();
    assertFalse(modes.contains(AccessMode.CREATE) || modes.contains(AccessMode.EXCL));
    return open(new String(handle, StandardCharsets.UTF_8), modes, hints);
  }
}
