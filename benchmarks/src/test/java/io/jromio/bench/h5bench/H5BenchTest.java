package io.jromio.bench.h5bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.ProgramRun;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.H5Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class H5BenchTest {
  private final Path folder;

  H5BenchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ProgramRun run(int ranks, String operation, List<String> lines, String... options)
      throws IOException {
    Path config = Files.write(folder.resolve("bench.cfg"), lines);
    String[] args = new String[options.length + 3];
    args[0] = operation;
    System.arraycopy(options, 0, args, 1, options.length);
    args[options.length + 1] = config.toString();
    args[options.length + 2] = file();
    return ProgramRun.of(H5Bench::run, ranks, args);
  }

  private String file() {
    return folder.resolve("particles.h5").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, CONTIG, YES",
    "2, 2, CONTIG, NO",
    "3, 3, CONTIG, YES",
    "4, 1, INTERLEAVED, YES",
    "7, 2, INTERLEAVED, NO"
  })
  void shouldReadWhatWasWrittenWhenRanksShareAFile(
      int ranks, int dimensions, String memory, String collective) throws IOException {
    List<String> lines =
        List.of(
            "MEM_PATTERN=" + memory,
            "FILE_PATTERN=CONTIG",
            "NUM_DIMS=" + dimensions,
            "DIM_1=60",
            "DIM_2=7",
            "DIM_3=3",
            "TIMESTEPS=2",
            "COLLECTIVE_DATA=" + collective);
    ProgramRun written = run(ranks, "write", lines).ok();
    assertTrue(written.out().contains("Total number of ranks: " + ranks), written::toString);
    assertTrue(written.out().contains("SYNC Raw write rate: "), written::toString);
    ProgramRun read = run(ranks, "read", lines, "--verify").ok();
    assertTrue(read.out().contains("All values are right"), read::toString);
  }

  @ParameterizedTest
  @CsvSource({"1, CONTIG", "2, CONTIG", "4, INTERLEAVED"})
  void shouldStoreStructsWhenFileIsInterleaved(int ranks, String memory) throws IOException {
    run(ranks, "write", List.of("MEM_PATTERN=" + memory, "FILE_PATTERN=INTERLEAVED", "DIM_1=50"))
        .ok();
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.open(world, file())) {
            long[] shape = file.dataset("/Timestep_0/particles").shape();
            assertEquals(50L * ranks, shape[0]);
            assertEquals(Particles.struct(), file.dataset("/Timestep_0/particles").type());
          }
        });
  }

  @Test
  void shouldReadWhatWasWrittenWhenChunksAreCompressed() throws IOException {
    List<String> lines =
        List.of(
            "NUM_DIMS=2",
            "DIM_1=64",
            "DIM_2=32",
            "COMPRESS=YES",
            "COMPRESS_LEVEL=1",
            "CHUNK_DIM_1=24",
            "CHUNK_DIM_2=32");
    run(3, "write", lines).ok();
    run(3, "read", lines, "--verify").ok();
  }

  @ParameterizedTest
  @CsvSource({"LDC, 72", "RDC, 72", "PRL, 360", "CS, 108"})
  void shouldReadPartOfRankZeroWhenPatternSaysSo(String option, int elements) throws IOException {
    List<String> lines = List.of("NUM_DIMS=2", "DIM_1=24", "DIM_2=18", "TIMESTEPS=1");
    run(2, "write", lines).ok();
    ProgramRun read =
        run(
                2,
                "read",
                List.of(
                    "NUM_DIMS=2",
                    "DIM_1=24",
                    "DIM_2=18",
                    "READ_OPTION=" + option,
                    "BLOCK_SIZE=6",
                    "BLOCK_SIZE_2=6",
                    "STRIDE_SIZE=6",
                    "STRIDE_SIZE_2=5"))
            .ok();
    String size = BenchReport.scaled((double) elements * Particles.SIZE);
    assertTrue(read.out().contains("Total read size: " + size + "B"), read::toString);
  }

  @Test
  void shouldWriteFiguresAsTableWhenCsvFileIsNamed() throws IOException {
    Path csv = folder.resolve("figures.csv");
    run(2, "write", List.of("DIM_1=40", "CSV_FILE=" + csv)).ok();
    List<String> lines = Files.readAllLines(csv);
    assertEquals("metric, value, unit", lines.getFirst());
    assertTrue(lines.contains("ranks, 2, "), lines::toString);
  }

  @Test
  void shouldCreateEveryDatasetWithItsAttributeWhenAskedForMany() {
    ProgramRun.of(H5Bench::run, 3, "datasets", "-n", "1200", file()).ok();
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.open(world, file())) {
            H5Group last = file.group("g1");
            assertEquals(200, last.links().size());
            assertEquals(1199, last.dataset("d1199").attributes().get("number"));
          }
        });
  }

  @Test
  void shouldEndWithCodeForUsageWhenConfigurationIsMissing() {
    ProgramRun run =
        ProgramRun.of(H5Bench::run, 2, "write", folder + "/none.cfg", file()).endedWith(2);
    assertTrue(run.err().contains("none.cfg"), run::toString);
  }

  @Test
  void shouldFailOnAllRanksWhenFileToReadIsMissing() throws IOException {
    ProgramRun run = run(2, "read", List.of("DIM_1=4")).endedWith(1);
    assertTrue(run.err().contains("particles.h5"), run::toString);
  }
}
