package io.jromio.bench.daos;

import io.jromio.bench.daos.Tree.Node;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Counts what a file system holds. Files, links and directories make up the objects; the root is
 * none of them, and its entries are at depth 1.
 *
 * @source DAOS src/client/dfs/cont.c, dfs_cont_scan
 */
final class FsScan {
  static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH:mm:ss", Locale.ROOT);

  /** Seconds between lines that tell how far it is. */
  static final long INTERVAL = 30;

  private final Tree tree;
  private final Consumer<String> lines;
  private final InstantSource clock;
  private long started;
  private long told;
  private long files;
  private long links;
  private long directories;
  private long depth;
  private long bytes;
  private long largestFile;
  private long largestDirectory;

  FsScan(Tree tree, Consumer<String> lines, InstantSource clock) {
    this.tree = tree;
    this.lines = lines;
    this.clock = clock;
  }

  /** Walks the whole tree and says what it found; the same for programs. */
  Map<String, Object> run() throws IOException {
    started = clock.instant().getEpochSecond();
    told = started;
    say("Start (%s)".formatted(START.format(clock.instant().atZone(ZoneId.systemDefault()))));
    walk("/", 1);
    say("Done! (runtime: %d sec)".formatted(runtime()));
    say("%d scanned objects".formatted(scanned()));
    say("%d files".formatted(files));
    say("%d symlinks".formatted(links));
    say("%d directories".formatted(directories));
    say("%d max tree depth".formatted(depth));
    say("%d bytes of total data".formatted(bytes));
    if (files > 0) {
      say("%d bytes per file on average".formatted(bytes / files));
    }
    say("%d bytes is largest file size".formatted(largestFile));
    say("%d entries in the largest directory".formatted(largestDirectory));
    return json();
  }

  private void walk(String directory, long level) throws IOException {
    List<String> names = tree.list(directory);
    largestDirectory = Math.max(largestDirectory, names.size());
    for (String name : names) {
      String path = directory.equals("/") ? "/" + name : directory + "/" + name;
      Node node = tree.look(path).orElse(null);
      if (node == null) {
        continue;
      }
      depth = Math.max(depth, level);
      switch (node.kind()) {
        case DIRECTORY -> directories++;
        case LINK -> links++;
        case FILE -> {
          files++;
          bytes += node.size();
          largestFile = Math.max(largestFile, node.size());
        }
        case OTHER -> {
          // A container holds nothing else.
        }
      }
      tell();
      if (node.kind() == Tree.Kind.DIRECTORY) {
        walk(path, level + 1);
      }
    }
  }

  private void tell() {
    long now = clock.instant().getEpochSecond();
    if (now - told >= INTERVAL) {
      told = now;
      say("Scanned %d files/directories (runtime: %d sec)".formatted(scanned(), runtime()));
    }
  }

  private long scanned() {
    return files + links + directories;
  }

  private long runtime() {
    return clock.instant().getEpochSecond() - started;
  }

  private void say(String line) {
    lines.accept("DFS scanner: " + line);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scanned", scanned());
    json.put("files", files);
    json.put("symlinks", links);
    json.put("directories", directories);
    json.put("max_depth", depth);
    json.put("total_bytes", bytes);
    json.put("largest_file", largestFile);
    json.put("largest_directory", largestDirectory);
    return json;
  }
}
