package io.jromio.bench.ior;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads IOR's command line as the C program spells it: {@code -b 16m}, {@code -b=16m} and {@code
 * -b16m}, clustered flags {@code -wWrR}, flags that are counted or set ({@code -v -v}, {@code
 * -w=0}), {@code -O key=value,key=value}. Whatever comes later on the line wins.
 *
 * <p>Wrong input is an {@link IorUsageException} that names the option, what was given and what is
 * expected.
 */
final class IorCommandLine {
  private static final Pattern FLAG_WITH_VALUE = Pattern.compile("(-[A-Za-z]|--[^=]+)=(.*)");

  private final Map<IorOption<?>, Object> given = new HashMap<>();

  private IorCommandLine() {}

  /** Reads a command line, without the program's name. */
  static IorOptions parse(String... args) {
    IorCommandLine line = new IorCommandLine();
    try {
      line.commandLine().parseArgs(normalize(args));
    } catch (UnmatchedArgumentException e) {
      String what = e.isUnknownOption() ? "unknown option " : "an option is expected, found ";
      throw new IorUsageException(what + e.getUnmatched().getFirst(), e);
    } catch (ParameterException e) {
      throw usage(e);
    }
    return new IorOptions(line.given);
  }

  /** What a setter threw comes wrapped. */
  private static IorUsageException usage(ParameterException wrapped) {
    for (Throwable e = wrapped.getCause(); e != null; e = e.getCause()) {
      if (e instanceof IorUsageException usage) {
        return usage;
      }
    }
    return new IorUsageException(String.valueOf(wrapped.getMessage()), wrapped);
  }

  /** Whether the line asks for help, which goes before everything else. */
  static boolean asksForHelp(String... args) {
    return List.of(args).contains("-h") || List.of(args).contains("--help");
  }

  /** Prints what there is and how it is used. */
  static void help(PrintStream out) {
    new IorCommandLine().commandLine().usage(out);
  }

  /**
   * A flag may carry a number, {@code -w=0}: a directive says the same to picocli. The value of
   * {@code -O} may begin with dashes, which picocli would take for an option.
   */
  private static String[] normalize(String... args) {
    List<String> tokens = new ArrayList<>();
    for (String arg : args) {
      Matcher matcher = FLAG_WITH_VALUE.matcher(arg);
      Optional<IorOption<?>> flag = matcher.matches() ? flag(matcher.group(1)) : Optional.empty();
      if (!tokens.isEmpty() && tokens.getLast().equals("-O")) {
        tokens.set(tokens.size() - 1, "-O=" + arg.replaceFirst("^--", ""));
      } else {
        tokens.add(flag.map(f -> "-O=" + f.directive() + "=" + matcher.group(2)).orElse(arg));
      }
    }
    return tokens.toArray(new String[0]);
  }

  private static Optional<IorOption<?>> flag(String spelling) {
    for (IorOption<?> option : IorOption.READY) {
      if (option.isFlag() && option.spellings().contains(spelling)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  private CommandLine commandLine() {
    CommandSpec spec = CommandSpec.create().name("ior");
    for (IorOption<?> option : IorOption.READY) {
      add(spec, option, value -> put(option, value));
    }
    for (IorOption<?> option : IorOption.PENDING) {
      add(spec, option, value -> refuse(option));
    }
    spec.addOption(
        OptionSpec.builder("-O")
            .paramLabel("NAME=VALUE,...")
            .description("options by name: -O api=MPIIO,segmentCount=16")
            .type(String.class)
            .setter(new Sink(value -> directives(String.valueOf(value))))
            .build());
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("print this").build());
    spec.usageMessage()
        .header("Writes and reads files from many ranks, times it and checks the bytes.", "")
        .width(100)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .footer(
            "",
            "Sizes take k, m, g, t: powers of 1024. Without -w, -r, -W, -R: writes and reads.",
            "",
            "Examples:",
            "  ior -a MPIIO -c -b 16m -t 1m -o FILE",
            "      collective writes and reads of a shared file",
            "  ior -a MPIIO -c -b 47008 -t 47008 -s 1000 -w -W -r -R -o FILE",
            "      small interleaved transfers, every byte checked",
            "  ior -a POSIX -F -b 1g -t 1m -e -C -i 3 -o DIR/FILE",
            "      a file per rank, synced, read by other ranks, three times",
            "  ior -a POSIX -w -k -G 7 -o FILE; ior -a MPIIO -R -G 7 -o FILE",
            "      write with one API, check with another");
    return new CommandLine(spec)
        .setOverwrittenOptionsAllowed(true)
        .setExpandAtFiles(false)
        .setInterpolateVariables(false);
  }

  private static void add(CommandSpec spec, IorOption<?> option, Sink.Taker taker) {
    List<String> spellings = option.spellings();
    if (spellings.isEmpty()) {
      return;
    }
    OptionSpec.Builder builder =
        OptionSpec.builder(spellings.toArray(new String[0]))
            .type(option.isFlag() ? boolean.class : String.class)
            .arity(option.isFlag() ? "0" : "1")
            .hidden(IorOption.PENDING.contains(option))
            .setter(new Sink(taker));
    if (option.isFlag()) {
      builder.description(option.doc());
    } else {
      builder
          .paramLabel(option.directive().replaceFirst(".*\\.", ""))
          .description(option.doc() + shown(option.defaultValue()));
    }
    spec.addOption(builder.build());
  }

  private static String shown(Object defaultValue) {
    return defaultValue.toString().isEmpty() ? "" : " [" + defaultValue + "]";
  }

  private <T> void put(IorOption<T> option, Object value) {
    if (option.isFlag()) {
      given.merge(option, 1, (before, one) -> (Integer) before + 1);
    } else {
      set(option, String.valueOf(value));
    }
  }

  private void set(IorOption<?> option, String text) {
    try {
      given.put(option, option.parse(text));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IorUsageException("option %s=%s: %s".formatted(option, text, e.getMessage()), e);
    }
  }

  private static void refuse(IorOption<?> option) {
    throw new IorUsageException("option " + option + " is not there yet");
  }

  /** {@code key=value,key=value}, as in a script of IOR. */
  private void directives(String text) {
    for (String directive : text.split(",", -1)) {
      int equals = directive.indexOf('=');
      if (equals < 1 || equals == directive.length() - 1) {
        throw new IorUsageException("-O takes name=value,name=value: -O=" + text);
      }
      String name = directive.substring(0, equals).strip();
      IorOption<?> option =
          IorOption.named(name)
              .orElseThrow(() -> new IorUsageException("unknown directive " + name + " in -O"));
      if (IorOption.PENDING.contains(option)) {
        throw new IorUsageException("directive " + name + " is not there yet");
      }
      set(option, directive.substring(equals + 1).strip());
    }
  }

  /** Hands every value to a taker at once, in the order of the command line. */
  private record Sink(Taker taker) implements ISetter {
    /** Takes one value. */
    private interface Taker {
      void take(Object value);
    }

    @Override
    public <T extends @Nullable Object> T set(T value) {
      if (value != null) {
        taker.take(value);
      }
      return value;
    }
  }
}
