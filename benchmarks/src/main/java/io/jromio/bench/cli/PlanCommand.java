package io.jromio.bench.cli;

import io.jromio.adio.MpiIoException;
import io.jromio.bench.planning.PlanningBenchmark;
import io.jromio.bench.planning.PlanningBenchmark.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jromio plan}. */
@Command(
    name = "plan",
    description = {
      "Plans collective calls of ranks that do not exist, without I/O: time and memory.",
      "",
      "For block, strided and random views: seconds to add up all requests and to split the file"
          + " into domains; then, on average over ranks and over owners of domains,"
          + " microseconds and bytes of heap that one allocates for its plan.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio plan",
      "  jromio plan --ranks 1024,1048576 --ranks-per-node 128 --aggregators-per-node 2"
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--ranks",
      split = ",",
      paramLabel = "N",
      description = "numbers of ranks [${DEFAULT-VALUE}]",
      defaultValue = "1024,16384,131072,1048576")
  private int[] ranks = {};

  @Option(
      names = "--ranks-per-node",
      paramLabel = "N",
      description = "ranks must be multiples of it [${DEFAULT-VALUE}]",
      defaultValue = "64")
  private int ranksPerNode;

  @Option(
      names = "--aggregators-per-node",
      paramLabel = "N",
      description = "first ranks of each node [${DEFAULT-VALUE}]",
      defaultValue = "1")
  private int aggregatorsPerNode;

  @Option(
      names = "--piece",
      paramLabel = "BYTES",
      description = "bytes of a piece [${DEFAULT-VALUE}]",
      defaultValue = "4096")
  private long piece;

  @Option(
      names = "--pieces",
      paramLabel = "N",
      description = "pieces of each rank [${DEFAULT-VALUE}]",
      defaultValue = "256")
  private int pieces;

  PlanCommand() {}

  @Override
  public Integer call() throws MpiIoException {
    if (piece < 1 || pieces < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "expected at least 1: --piece=%d --pieces=%d".formatted(piece, pieces));
    }
    for (int number : ranks) {
      int perNode = Math.min(ranksPerNode, number);
      if (perNode < 1 || number % perNode != 0 || aggregatorsPerNode < 1) {
        throw new ParameterException(
            spec.commandLine(),
            "ranks must fill nodes: --ranks=%d --ranks-per-node=%d --aggregators-per-node=%d"
                .formatted(number, ranksPerNode, aggregatorsPerNode));
      }
    }
    Settings settings = new Settings(ranks, ranksPerNode, aggregatorsPerNode, piece, pieces);
    new PlanningBenchmark(settings, System.out).run();
    return 0;
  }
}
