package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HintResolverTest {
  private Path systemFile;
  private Path named;

  @BeforeEach
  void nameFiles(@TempDir Path directory) {
    systemFile = directory.resolve("romio-hints");
    named = directory.resolve("my-hints");
  }

  @Test
  void shouldReadNothingWhenThereIsNoFile() {
    assertEquals(HintFile.none(), new HintResolver(Map.of(), systemFile).readFile());
    assertEquals(
        HintFile.none(), new HintResolver(Map.of("ROMIO_HINTS", ""), systemFile).readFile());
  }

  @Test
  void shouldReadTheSystemFileWhenNoOtherIsNamed() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    assertEquals(
        new HintFile(Origin.SYSTEM_FILE, "cb_nodes 2\n", List.of()),
        new HintResolver(Map.of(), systemFile).readFile());
  }

  @Test
  void shouldReadTheNamedFileOnlyWhenBothAreThere() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    Files.writeString(named, "romio_cb_read enable\n");
    HintFile file = reader().readFile();
    assertEquals(new HintFile(Origin.HINTS_FILE, "romio_cb_read enable\n", List.of()), file);
    Hints hints = HintResolver.resolve(new Info(), file);
    assertEquals(Origin.HINTS_FILE, hints.origin(RomioHints.CB_READ));
    assertEquals(Origin.DEFAULT, hints.origin(RomioHints.CB_NODES));
  }

  @Test
  void shouldFallBackWithWarningWhenNamedFileIsMissing() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    assertFallsBack("NoSuchFileException");
  }

  @Test
  void shouldFallBackWithWarningWhenNamedFileIsADirectory() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    Files.createDirectory(named);
    assertFallsBack("directory");
  }

  @Test
  void shouldFallBackWithWarningWhenNamedFileIsTooLarge() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    Files.writeString(named, "#".repeat(HintResolver.MAX_FILE + 1));
    assertFallsBack("larger than 65536 bytes");
  }

  @Test
  void shouldFallBackWithWarningWhenNamedFileIsNoText() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    Files.write(named, "cb_nodes é\n".getBytes(StandardCharsets.ISO_8859_1));
    assertFallsBack("not a text file");
  }

  @Test
  void shouldFallBackWithWarningWhenNameIsNoPath() throws IOException {
    Files.writeString(systemFile, "cb_nodes 2\n");
    HintFile file = new HintResolver(Map.of("ROMIO_HINTS", "a\0b"), systemFile).readFile();
    assertEquals(Origin.SYSTEM_FILE, file.origin());
    assertEquals(1, file.warnings().size());
  }

  @Test
  void shouldReadTheLargestFile() throws IOException {
    Files.writeString(named, "#".repeat(HintResolver.MAX_FILE));
    assertEquals(HintResolver.MAX_FILE, reader().readFile().text().length());
  }

  @Test
  void shouldWarnTwiceWhenNeitherFileCanBeRead() throws IOException {
    Files.createDirectory(systemFile);
    HintFile file = reader().readFile();
    assertEquals("", file.text());
    assertEquals(2, file.warnings().size());
    assertEquals(file.warnings(), HintResolver.resolve(new Info(), file).warnings());
  }

  @Test
  void shouldPrintHintsWhenTheVariableIsSetToAnything() {
    assertFalse(new HintResolver(Map.of(), systemFile).printsHints());
    assertTrue(new HintResolver(Map.of("ROMIO_PRINT_HINTS", ""), systemFile).printsHints());
    assertTrue(new HintResolver(Map.of("ROMIO_PRINT_HINTS", "0"), systemFile).printsHints());
  }

  @Test
  void shouldPreferInfoToFileToDefault() {
    Hints hints =
        HintResolver.resolve(
            info("cb_nodes", "3", "cb_buffer_size", "1M"),
            file("cb_nodes 2\nind_rd_buffer_size 49\n"));
    assertEquals(3L, hints.get(RomioHints.CB_NODES));
    assertEquals(Origin.INFO, hints.origin(RomioHints.CB_NODES));
    assertEquals(1L << 20, hints.get(RomioHints.CB_BUFFER_SIZE));
    assertEquals(49L, hints.get(RomioHints.IND_RD_BUFFER_SIZE));
    assertEquals(Origin.HINTS_FILE, hints.origin(RomioHints.IND_RD_BUFFER_SIZE));
    assertEquals(512L << 10, hints.get(RomioHints.IND_WR_BUFFER_SIZE));
  }

  @Test
  void shouldLeaveUnknownAndReportedKeysOut() {
    Hints hints =
        HintResolver.resolve(
            info("access_style", "read_once", "romio_aggregator_list", "7 ", "CB_NODES", "4"),
            file("romio_filesystem_type UFS\nmade_up 1\n"));
    assertEquals(Hints.defaults().toInfo().toString(), hints.toInfo().toString());
    assertEquals(List.of(), hints.rejected());
    assertEquals(List.of(), hints.warnings());
  }

  @Test
  void shouldFallToTheNextSourceWhenValueIsMalformed() {
    Hints hints =
        HintResolver.resolve(
            info("cb_buffer_size", "lots", "romio_cb_read", "on"),
            file("cb_buffer_size 2M\nromio_cb_read maybe\ncb_nodes 2 3\n"));
    assertEquals(2L << 20, hints.get(RomioHints.CB_BUFFER_SIZE));
    assertEquals(Origin.HINTS_FILE, hints.origin(RomioHints.CB_BUFFER_SIZE));
    assertEquals(Toggle.AUTOMATIC, hints.get(RomioHints.CB_READ));
    assertEquals(0L, hints.get(RomioHints.CB_NODES));
    assertEquals(
        List.of(
            "hint cb_nodes=2 3 (ROMIO_HINTS file) rejected: expected one key and one value on line"
                + " 3",
            "hint romio_cb_read=maybe (ROMIO_HINTS file) rejected: expected enable, disable or"
                + " automatic",
            "hint cb_buffer_size=lots (MPI_Info) rejected: expected bytes >= 1 such as 1048576 or"
                + " 1M (K, M, G, T), at most 1024T",
            "hint romio_cb_read=on (MPI_Info) rejected: expected enable, disable or automatic"),
        hints.rejected().stream().map(RejectedHint::toString).toList());
  }

  @Test
  void shouldTakeTheFirstReadableValueWhenTheFileGivesSeveral() {
    String text = "cb_buffer_size 16X\ncb_buffer_size 2M\ncb_buffer_size 3M\ncb_buffer_size x\n";
    Hints hints = HintResolver.resolve(new Info(), file(text));
    assertEquals(2L << 20, hints.get(RomioHints.CB_BUFFER_SIZE));
    assertEquals(List.of("16X", "x"), hints.rejected().stream().map(RejectedHint::value).toList());
  }

  @Test
  void shouldRejectTextOfFileWhenItIsTooLongForInfo() {
    String list = "h".repeat(Info.MAX_VALUE);
    String text = "cb_config_list %s\nromio_daos_obj_class %sh\n".formatted(list, list);
    Hints hints = HintResolver.resolve(new Info(), file(text));
    assertEquals(Optional.of(list), hints.toInfo().get("cb_config_list"));
    assertEquals("OC_UNKNOWN", hints.get(DfsHints.OBJECT_CLASS));
    Hints longer = HintResolver.resolve(new Info(), file("cb_config_list h" + list));
    assertEquals("*:1", longer.get(RomioHints.CB_CONFIG_LIST));
    assertEquals(1, longer.rejected().size());
  }

  @Test
  void shouldReadRealmTypeFromBothItsKeys() {
    assertEquals(8L, realm("romio_cb_fr_types", "8"));
    assertEquals(8L, realm("romio_cb_fr_type", "8"));
    assertEquals(8L, realm("romio_cb_fr_types", "aar", "romio_cb_fr_type", "8"));
    assertEquals(8L, realm("romio_cb_fr_type", "8", "romio_cb_fr_types", "aar"));
    assertEquals(8L, realm("romio_cb_fr_type", "x", "romio_cb_fr_types", "8"));
  }

  @Test
  void shouldEnableCollectiveBufferingWhenIndependentIoIsRuledOut() {
    Hints hints = HintResolver.resolve(new Info(), file("romio_no_indep_rw true\n"));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_READ));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_WRITE));
    assertEquals(Origin.HINTS_FILE, hints.origin(RomioHints.CB_WRITE));
    assertEquals(List.of(), hints.warnings());
  }

  @Test
  void shouldEnableAndWarnWhenCollectiveBufferingIsDisabledToo() {
    Hints hints =
        HintResolver.resolve(
            info("romio_cb_read", "disable", "romio_cb_write", "enable"),
            file("romio_no_indep_rw true\n"));
    assertEquals(true, hints.get(RomioHints.NO_INDEP_RW));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_READ));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_WRITE));
    assertEquals(Origin.INFO, hints.origin(RomioHints.CB_WRITE));
    assertEquals(
        List.of(
            "romio_cb_read=disable (MPI_Info) contradicts romio_no_indep_rw=true"
                + " (ROMIO_HINTS file): it is enabled"),
        hints.warnings());
  }

  @Test
  void shouldChangeOnlyWhatIsNamedWhenUpdated() {
    Hints old = HintResolver.resolve(info("cb_buffer_size", "1M"), file("romio_ds_read disable\n"));
    Hints hints = HintResolver.update(old, info("romio_cb_write", "enable", "made_up", "1"));
    assertEquals(1L << 20, hints.get(RomioHints.CB_BUFFER_SIZE));
    assertEquals(Toggle.DISABLE, hints.get(RomioHints.DS_READ));
    assertEquals(Origin.HINTS_FILE, hints.origin(RomioHints.DS_READ));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_WRITE));
    assertEquals(
        4096L,
        HintResolver.update(old, info("cb_buffer_size", "4K")).get(RomioHints.CB_BUFFER_SIZE));
  }

  @Test
  void shouldKeepHintsOfOpenWhenUpdated() {
    Hints old =
        HintResolver.resolve(info("romio_daos_chunk_size", "1M"), HintFile.none())
            .with(RomioHints.CB_NODES, 2L)
            .with(RomioHints.STRIPING_UNIT, 4096L);
    Info user = info("cb_nodes", "1", "cb_config_list", "*:*", "striping_unit", "1");
    user.set("striping_factor", "4").set("start_iodevice", "1");
    user.set("romio_daos_chunk_size", "2M").set("romio_daos_obj_class", "SX");
    user.set("romio_aggregator_list", "7 ");
    Hints hints = HintResolver.update(old, user);
    assertEquals(old.toInfo().toString(), hints.toInfo().toString());
    assertEquals(List.of(), hints.rejected());
  }

  @Test
  void shouldReportOnlyItsOwnRejectionsWhenUpdated() {
    Hints old = HintResolver.resolve(info("cb_buffer_size", "x"), file("a b c\n"));
    assertEquals(2, old.rejected().size());
    Hints hints = HintResolver.update(old, info("cb_nodes", "y", "romio_ds_read", "enable"));
    assertEquals(List.of("cb_nodes"), hints.rejected().stream().map(RejectedHint::key).toList());
    assertEquals(List.of(), HintResolver.update(hints, new Info()).rejected());
  }

  /** ROMIO's test striped_hints. */
  @Test
  void shouldStayTheSameWhenTheWholeSetIsFedBack() {
    Hints old =
        HintResolver.resolve(
                info("romio_no_indep_rw", "true", "romio_cb_fr_type", "fsz", "cb_nodes", "64"),
                file("striping_factor -1\nromio_synchronized_flush disable\n"))
            .with(RomioHints.CB_NODES, 3L)
            .with(RomioHints.STRIPING_UNIT, 1L << 20)
            .with(RomioHints.FILESYSTEM_TYPE, "UFS: any")
            .with(RomioHints.AGGREGATOR_LIST, "0 1 2 ");
    for (Hints again :
        List.of(
            HintResolver.update(old, old.toInfo()),
            HintResolver.resolve(old.toInfo(), HintFile.none())
                .with(RomioHints.FILESYSTEM_TYPE, "UFS: any")
                .with(RomioHints.AGGREGATOR_LIST, "0 1 2 "))) {
      assertEquals(old.toInfo().toString(), again.toInfo().toString());
      assertEquals(List.of(), again.rejected());
      assertEquals(List.of(), again.warnings());
      assertEquals(Optional.empty(), again.difference(old.encode(), 1));
    }
  }

  @Test
  void shouldEndThePromiseWhenCollectiveBufferingIsDisabledLater() {
    Hints old = HintResolver.resolve(info("romio_no_indep_rw", "true"), HintFile.none());
    Hints hints = HintResolver.update(old, info("romio_cb_write", "disable"));
    assertEquals(false, hints.get(RomioHints.NO_INDEP_RW));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_READ));
    assertEquals(Toggle.DISABLE, hints.get(RomioHints.CB_WRITE));
    assertEquals(
        List.of("romio_cb_write=disable (MPI_Info) ends romio_no_indep_rw=true (MPI_Info)"),
        hints.warnings());
  }

  @Test
  void shouldKeepThePromiseWhenItIsRenewed() {
    Hints old = HintResolver.resolve(info("romio_no_indep_rw", "true"), HintFile.none());
    Hints hints =
        HintResolver.update(old, info("romio_no_indep_rw", "true", "romio_cb_write", "disable"));
    assertEquals(true, hints.get(RomioHints.NO_INDEP_RW));
    assertEquals(Toggle.ENABLE, hints.get(RomioHints.CB_WRITE));
    assertEquals(1, hints.warnings().size());
  }

  private void assertFallsBack(String reason) {
    HintFile file = reader().readFile();
    assertEquals(Origin.SYSTEM_FILE, file.origin());
    assertEquals("cb_nodes 2\n", file.text());
    assertEquals(1, file.warnings().size());
    String warning = file.warnings().getFirst();
    assertTrue(warning.contains("ROMIO_HINTS=" + named), warning);
    assertTrue(warning.contains(systemFile.toString()), warning);
    assertTrue(warning.contains(reason), warning);
    Hints hints = HintResolver.resolve(new Info(), HintFile.decode(file.encode()));
    assertEquals(Origin.SYSTEM_FILE, hints.origin(RomioHints.CB_NODES));
    assertEquals(List.of(warning), hints.warnings());
  }

  private HintResolver reader() {
    return new HintResolver(Map.of("ROMIO_HINTS", named.toString()), systemFile);
  }

  private static long realm(String... keysAndValues) {
    return HintResolver.resolve(info(keysAndValues), HintFile.none()).get(RomioHints.CB_FR_TYPE);
  }

  private static HintFile file(String text) {
    return new HintFile(Origin.HINTS_FILE, text, List.of());
  }

  static Info info(String... keysAndValues) {
    Info info = new Info();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      info.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return info;
  }
}
