package io.jromio.h5vol.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lines of one rank about one file, and its totals. A line is written whole, so that those of
 * several ranks do not mix. Where it cannot be written, the call it tells of is none the worse: the
 * line is lost.
 */
final class CallLog {
  private final int rank;
  private final String path;
  private long calls;
  private long written;
  private long read;
  private long requests;
  private long transfers;
  private long collective;
  private long nanos;

  /**
   * @param path appended to; standard error if empty
   */
  CallLog(int rank, String path) {
    this.rank = rank;
    this.path = path;
  }

  /** What is passed on. */
  interface Call<T> {
    T make() throws H5Exception;
  }

  /** What is passed on and gives nothing. */
  interface Action {
    void run() throws H5Exception;
  }

  <T> T call(String name, String object, Call<T> call) throws H5Exception {
    long begin = System.nanoTime();
    String error = "";
    try {
      return call.make();
    } catch (H5Exception e) {
      error = " error=" + e.error();
      throw e;
    } finally {
      long took = System.nanoTime() - begin;
      count(took);
      line("call=%s object=%s%s us=%d".formatted(name, object, error, took / 1000));
    }
  }

  void run(String name, String object, Action action) throws H5Exception {
    call(
        name,
        object,
        () -> {
          action.run();
          return true;
        });
  }

  /** A transfer that is done. */
  void transferred(String name, Direction direction, TransferReport report, long took) {
    count(took);
    transfers++;
    collective += report.collective() ? 1 : 0;
    requests += report.requests();
    if (direction == Direction.WRITE) {
      written += report.bytes();
    } else {
      read += report.bytes();
    }
    line(
        "%s elements=%d bytes=%d requests=%d collective=%s%s us=%d"
            .formatted(
                name,
                report.elements(),
                report.bytes(),
                report.requests(),
                report.collective(),
                report.reasons().isEmpty() ? "" : " reasons=" + report.reasons(),
                took / 1000));
  }

  /** A transfer that failed. */
  void failed(String name, H5Exception failure, long took) {
    count(took);
    line("%s error=%s us=%d".formatted(name, failure.error(), took / 1000));
  }

  void totals(String file) {
    line(
        "total calls=%d written=%d read=%d requests=%d collective=%d of=%d us=%d file=%s"
            .formatted(calls, written, read, requests, collective, transfers, nanos / 1000, file));
  }

  private void count(long took) {
    calls++;
    nanos += took;
  }

  private void line(String text) {
    byte[] line = "h5log rank=%d %s%n".formatted(rank, text).getBytes(StandardCharsets.UTF_8);
    if (path.isEmpty()) {
      System.err.write(line, 0, line.length);
      System.err.flush();
      return;
    }
    try {
      Files.write(Path.of(path), line, CREATE, WRITE, APPEND);
    } catch (IOException e) {
      System.err.printf("h5log rank=%d lost=%s reason=%s%n", rank, text, e);
    }
  }
}
