package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.vol.VolGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Visits every object of a file once, whatever way hard links lead, and notes what is wrong. Groups
 * that contain themselves are legal; the number of links to them must be right all the same.
 */
final class FileWalk {
  private static final int MOST_FINDINGS = 100;

  /** An object that a link leads to. */
  private record Visit(String path, long address) {}

  /** Where elements are. */
  private record Range(long address, long bytes, String path) {}

  private final NativeFile file;
  private final Map<Long, Long> links = new LinkedHashMap<>();
  private final Map<Long, String> paths = new HashMap<>();
  private final Deque<Visit> open = new ArrayDeque<>();
  private final List<Range> ranges = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  FileWalk(NativeFile file) {
    this.file = file;
  }

  void found(String path, String what) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(path + ": " + what);
    }
  }

  List<String> findings() {
    reach("/", file.superblock().root());
    while (!open.isEmpty()) {
      Visit next = open.removeLast();
      H5Exception failure = Outcome.of(() -> visit(next));
      if (failure != null) {
        found(next.path(), failure.error() + ": " + failure.detail());
      }
    }
    checkLinks();
    checkRanges();
    return List.copyOf(findings);
  }

  private void reach(String path, long address) {
    links.merge(address, 1L, Long::sum);
    if (paths.putIfAbsent(address, path) == null) {
      open.addLast(new Visit(path, address));
    }
  }

  private void visit(Visit visit) throws H5Exception {
    NativeObject object = file.object(visit.address());
    for (String name : object.attributes()) {
      H5Exception failure = Outcome.of(() -> object.attribute(name));
      if (failure != null) {
        found(
            visit.path(),
            "attribute %s: %s".formatted(name, failure.error() + ": " + failure.detail()));
      }
    }
    if (object instanceof VolGroup group) {
      for (Link link : group.list()) {
        if (link.target() instanceof LinkTarget.Hard hard) {
          String parent = visit.path().equals("/") ? "" : visit.path();
          reach(parent + "/" + link.name(), hard.token().value());
        }
      }
    } else if (object instanceof NativeDataset dataset) {
      dataset.visitRanges((address, bytes) -> range(visit.path(), address, bytes));
    }
  }

  private void range(String path, long address, long bytes) {
    if (address < 0 || bytes < 0 || address > file.superblock().end() - bytes) {
      found(path, "elements are outside the file: address=%d bytes=%d".formatted(address, bytes));
    } else if (bytes > 0) {
      ranges.add(new Range(address, bytes, path));
    }
  }

  private void checkLinks() {
    links.forEach(
        (address, count) -> {
          String path = paths.getOrDefault(address, "?");
          NativeObject object = file.known(address);
          // Types have links from datasets and attributes that are of them, too.
          boolean used = object instanceof NativeType && object.linkCount() > count;
          if (object != null && object.linkCount() != count && !used) {
            found(path, "has %d links, but says %d".formatted(count, object.linkCount()));
          }
        });
  }

  private void checkRanges() {
    ranges.sort(Comparator.comparingLong(Range::address));
    for (int i = 1; i < ranges.size(); i++) {
      Range before = ranges.get(i - 1);
      Range range = ranges.get(i);
      if (before.address() + before.bytes() > range.address()) {
        found(
            range.path(),
            "shares space with %s: address=%d".formatted(before.path(), range.address()));
      }
    }
  }
}
