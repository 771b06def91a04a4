package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IorHintResolverTest {

  @Test
  void shouldPreferTheFileWhenEnvironmentSaysOtherwise(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("hints");
    Files.writeString(
        file,
        """
        # comment

        IOR_HINT__MPI__cb_nodes=2
        IOR_HINT__MPI__romio_cb_write = enable\r
        romio_cb_read enable
        IOR_HINT__GPFS__x=1
        """);
    Map<String, String> environment =
        Map.of("IOR_HINT__MPI__cb_nodes", "7", "IOR_HINT__MPI__a", "b", "HOME", "/");
    IorHintResolver.Found found =
        IorHintResolver.parse(IorHintResolver.read(environment, file.toString()), file.toString());
    assertEquals(List.of("a", "cb_nodes", "romio_cb_write"), found.hints().keys());
    assertEquals(Optional.of("2"), found.hints().get("cb_nodes"));
    assertEquals(Optional.of("enable"), found.hints().get("romio_cb_write"));
    assertEquals(2, found.warnings().size(), () -> found.warnings().toString());
    assertTrue(found.warnings().getFirst().contains("romio_cb_read enable"));
  }

  @Test
  void shouldNameTheFileWhenItCannotBeRead() {
    String text = IorHintResolver.read(Map.of(), "/nowhere/hints");
    Exception e =
        assertThrows(IorUsageException.class, () -> IorHintResolver.parse(text, "/nowhere/hints"));
    assertTrue(String.valueOf(e.getMessage()).contains("=/nowhere/hints"), e::toString);
  }
}
