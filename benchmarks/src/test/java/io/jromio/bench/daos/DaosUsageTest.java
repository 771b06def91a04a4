package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.daos.DaosRun.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What must not ask a store: help, the version, command lines that are wrong. */
final class DaosUsageTest {

  private static Session session(StringWriter out, StringWriter err) {
    return new Session(
        Map.of(),
        environment -> {
          throw new AssertionError("a store is asked");
        },
        new PrintWriter(out),
        new PrintWriter(err),
        false);
  }

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Daos.execute(session(out, err), args);
    return new Result(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cont create tank c --properties=foo:1 | unknown property \"foo\"",
        "cont create tank c --properties=cksum:md5 | invalid choice \"md5\" for cksum",
        "cont create tank c --properties=ec_cell_sz:1x | invalid ec_cell_sz \"1x\"",
        "cont create tank c --properties=owner:me@ | owner cannot be set",
        "cont create tank c -z 4XiB | no unit of bytes",
        "cont create tank c -z 0 | no chunk size",
        "cont create tank c --file-oclass=S3 | no such object class: --file-oclass=S3",
        "cont create tank c --type=ZFS | no such type",
        "cont create tank c --mode=odd | no such mode",
        "cont create | a pool is expected",
        "cont create tank a b | unexpected argument: b",
        "cont query tank | a container is expected",
        "cont query tank a b | unexpected argument: b",
        "cont set-attr tank a | more arguments are expected",
        "cont set-attr tank a novalue | expected name:value",
        "cont get-prop tank a nix | unknown property \"nix\"",
        "cont --nix | Unknown option",
        "cont frobnicate | Unmatched argument",
        "cont | a command is missing",
        "obj query tank a -i x | no object id",
        "fs check -f all tank a | no such flag: all",
        "fs check -f remove,relink tank a | only one of them",
        "fs set-attr tank a | --chunk-size or --oclass is expected"
      })
  void shouldEndWithTwoWhenCommandLineIsWrong(String line, String expected) {
    String err = run(line.strip().split(" ")).refused(2);
    assertTrue(err.startsWith("ERROR: daos: "), err);
    assertTrue(err.contains(expected), err);
  }

  @Test
  void shouldShowExamplesWhenAnyCommandIsAskedForHelp() {
    checkHelp(Daos.tree(session(new StringWriter(), new StringWriter())), "");
  }

  private void checkHelp(CommandLine command, String words) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return;
    }
    String text = run((words + " --help").strip().split(" ")).good();
    assertTrue(text.startsWith("Usage: jromio daos"), text);
    assertTrue(text.contains("\nExamples:\n  jromio daos "), text);
    command.getSubcommands().forEach((name, sub) -> checkHelp(sub, (words + " " + name).strip()));
  }

  @Test
  void shouldEndWithTwoWhenNothingIsSaid() {
    assertTrue(run().refused(2).startsWith("Usage: jromio daos"));
    assertTrue(run("frobnicate").refused(2).startsWith("ERROR: daos: "));
  }

  @Test
  void shouldTellTheVersionWithoutAStoreWhenAsked() {
    assertTrue(run("version").good().startsWith("jromio daos version "));
  }
}
