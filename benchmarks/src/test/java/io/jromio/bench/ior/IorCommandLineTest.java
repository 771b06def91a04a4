package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IorCommandLineTest {

  private static IorOptions parse(String line) {
    return IorOptions.parse(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @Test
  void shouldUseTheDefaultsOfTheCProgramWhenNothingIsGiven() {
    IorOptions options = parse("");
    assertEquals(IorApi.POSIX, options.get(IorOption.API));
    assertEquals(1048576, options.get(IorOption.BLOCK_SIZE));
    assertEquals(262144, options.get(IorOption.TRANSFER_SIZE));
    assertEquals("testFile", options.get(IorOption.TEST_FILE));
    assertEquals(1, options.get(IorOption.TASK_PER_NODE_OFFSET));
    assertTrue(options.writes() && options.reads());
    assertFalse(options.on(IorOption.CHECK_WRITE) || options.on(IorOption.CHECK_READ));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-a MPIIO -b 16m -t 1m -s 3",
        "-a=MPIIO -b=16m -t=1m -s=3",
        "-amPiIo -b16m -t1m -s3",
        "-O api=mpiio,blockSize=16m,transferSize=1m,segmentCount=3",
        "-O API=mpiio -O=blocksize=16m -O TransferSize=1m -s 3",
        "-b 1 -b 16m -t 4 -t 1m -O segmentcount=9 -s 3 -a DUMMY -a MPIIO"
      })
  void shouldReadTheSameWhenSpelledDifferently(String line) {
    IorOptions options = parse(line);
    assertEquals(IorApi.MPIIO, options.get(IorOption.API));
    assertEquals(16 << 20, options.get(IorOption.BLOCK_SIZE));
    assertEquals(1 << 20, options.get(IorOption.TRANSFER_SIZE));
    assertEquals(3, options.get(IorOption.SEGMENT_COUNT));
  }

  @Test
  void shouldCountFlagsWhenClusteredRepeatedOrSet() {
    IorOptions options = parse("-wWrRk -vvv -v -ZZ -c -G 7");
    assertEquals(4, options.get(IorOption.VERBOSE));
    assertEquals(2, options.get(IorOption.REORDER_TASKS_RANDOM));
    assertTrue(options.on(IorOption.CHECK_READ) && options.on(IorOption.KEEP_FILE));
    assertEquals(5, parse("-v=5").get(IorOption.VERBOSE));
    assertFalse(parse("-w -r=0 -k -k=0").on(IorOption.KEEP_FILE));
    assertFalse(parse("-w -r=0").reads());
    assertTrue(parse("--collective -wb 2m").on(IorOption.COLLECTIVE));
    assertTrue(parse("--mpiio.useFileView=1").on(IorOption.USE_FILE_VIEW));
    assertTrue(parse("-O --mpiio.useFileView=1").on(IorOption.USE_FILE_VIEW));
  }

  @Test
  void shouldWriteAndReadWhenNoPhaseIsNamed() {
    assertTrue(parse("-C").writes());
    assertFalse(parse("-r").writes());
    assertFalse(parse("-w").reads());
    assertTrue(parse("-R -G 1").reads());
    assertFalse(parse("-W").writes());
  }

  @Test
  void shouldTakeNegativeNumbersWhenTheyAreSeeds() {
    assertEquals(-5, parse("-X -5").get(IorOption.REORDER_TASKS_RANDOM_SEED));
    assertEquals(-7, parse("-G=-7").get(IorOption.TIME_STAMP_SIGNATURE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-q | unknown option -q",
        "--nix | unknown option --nix",
        "-wq | unknown option -q",
        "--mpiio.nix | unknown option --mpiio.nix",
        "file | found file",
        "-b 4m -t 3m | -b=4194304 -t=3145728",
        "-b 4 -t 8 | -b=4 -t=8",
        "-b 4x | option -b (blockSize)=4x",
        "-b 0 | option -b (blockSize)=0: a number of at least 1",
        "-t 0 | option -t (transferSize)=0",
        "-s 0 | option -s (segmentCount)=0",
        "-i 0 | option -i (repetitions)=0",
        "-G 5g | option -G (setTimeStampSignature)=5g: a number of at most 2147483647",
        "-b 8000p -t 8000p -s 4 | larger than 2^63",
        "-a NIX | NIX is unknown",
        "-a mmap | MMAP is not there yet",
        "-D 3 | option -D (deadlineForStonewalling) is not there yet",
        "-l o | option -l (dataPacketType) is not there yet",
        "-j 1 | option -j (outlierThreshold) is not there yet",
        "-f script | option -f (scriptFile) is not there yet",
        "-A 4 | option -A (refNum) is not there yet",
        "-N 2 | option -N (numTasks) is not there yet",
        "-y | option -y (dualMount) is not there yet",
        "--posix.odirect | option --posix.odirect (posix.odirect) is not there yet",
        "-O summaryFormat=JSON | JSON is not there yet",
        "-O stoneWallingWearOut=1 | directive stoneWallingWearOut is not there yet",
        "-O nix=1 | unknown directive nix",
        "-O keepFile | -O takes name=value",
        "-O keepFile= | -O takes name=value",
        "-R | needs the -G",
        "-C -Z | -C and -Z exclude each other",
        "-z -Z | -z on a shared file excludes -Z",
        "-z -z | option -z -z",
        "-z -b 4k -t 4k | -b=4096 -t=4096",
        "-z -R -G 1 | --random-offset-seed",
        "-z -c -a MPIIO | -z excludes collective calls",
        "-F -u -o a@b | -u excludes several paths",
        "-b | '-b'",
        "-o= | -o needs"
      })
  void shouldNameWhatIsWrongWhenInputIsBad(String line, String expected) {
    Exception e = assertThrows(IorUsageException.class, () -> parse(line));
    assertTrue(
        String.valueOf(e.getMessage()).contains(expected),
        () -> "line=%s message=%s".formatted(line, e.getMessage()));
  }

  @Test
  void shouldShowDirectivesThatWorkAloneWhenHelpIsAsked(@TempDir Path folder) {
    Matcher example = Pattern.compile("by name: (-O \\S+)").matcher(help());
    assertTrue(example.find(), help());
    IorRun.of(2, "%s -o %s".formatted(example.group(1), folder.resolve("file"))).ok();
  }

  @Test
  void shouldListEveryOptionThatWorksWhenHelpIsAsked() {
    String help = help();
    for (IorOption<?> option : IorOption.READY) {
      for (String spelling : option.spellings()) {
        assertTrue(help.contains(spelling), spelling);
      }
    }
    assertTrue(help.contains("Examples"), help);
    assertFalse(help.contains("-D"), help);
    assertTrue(IorCommandLine.asksForHelp("-w", "--help"));
  }

  private static String help() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IorCommandLine.help(new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
