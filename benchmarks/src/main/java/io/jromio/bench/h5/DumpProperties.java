package io.jromio.bench.h5;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolDataset;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a dataset is stored, as {@code h5dump -p} says it.
 *
 * @source h5dump 1.10.8 (behaviour)
 */
final class DumpProperties {
  private static final int SZIP = 4;
  private static final int NBIT = 5;
  private static final int SCALE_OFFSET = 6;

  private final PrintWriter out;
  private final ElementText text;
  private final int indent;

  DumpProperties(PrintWriter out, ElementText text, int indent) {
    this.out = out;
    this.text = text;
    this.indent = indent;
  }

  void print(VolDataset dataset) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    layout(creation, dataset.storage());
    begin("FILTERS");
    if (creation.filters().isEmpty()) {
      inner("NONE");
    }
    for (FilterSpec filter : creation.filters()) {
      filter(filter);
    }
    end();
    begin("FILLVALUE");
    FillSpec fill = creation.fill();
    inner(
        switch (fill.time()) {
          case ALLOCATION -> "FILL_TIME H5D_FILL_TIME_ALLOC";
          case NEVER -> "FILL_TIME H5D_FILL_TIME_NEVER";
          case IF_SET -> "FILL_TIME H5D_FILL_TIME_IFSET";
        });
    Optional<Elements> value = fill.value();
    inner(
        "VALUE  "
            + (value.isEmpty()
                ? "H5D_FILL_VALUE_DEFAULT"
                : text.text(value.get(), 0, indent + Indent.STEP)));
    end();
    begin("ALLOCATION_TIME");
    inner(
        switch (fill.allocation()) {
          case DEFAULT -> "H5D_ALLOC_TIME_DEFAULT";
          case EARLY -> "H5D_ALLOC_TIME_EARLY";
          case LATE -> "H5D_ALLOC_TIME_LATE";
          case INCREMENTAL -> "H5D_ALLOC_TIME_INCR";
        });
    end();
  }

  private void begin(String words) {
    out.print(Indent.of(indent) + words + " {\n");
  }

  private void inner(String words) {
    out.print(Indent.of(indent + Indent.STEP) + words + "\n");
  }

  private void end() {
    out.print(Indent.of(indent) + "}\n");
  }

  private void layout(DatasetCreation creation, StorageInfo storage) {
    begin("STORAGE_LAYOUT");
    switch (creation.layout()) {
      case StorageLayout.Contiguous contiguous -> {
        inner("CONTIGUOUS");
        inner("SIZE " + storage.bytes());
        inner("OFFSET " + Long.toUnsignedString(storage.address()));
      }
      case StorageLayout.Compact compact -> {
        inner("COMPACT");
        inner("SIZE " + storage.bytes());
      }
      case StorageLayout.Chunked chunked -> {
        inner("CHUNKED ( %s )".formatted(lengths(chunked.shape())));
        inner("SIZE " + storage.bytes() + ratio(creation, storage));
      }
      case StorageLayout.Foreign foreign -> inner(foreign.what());
    }
    end();
  }

  private static String ratio(DatasetCreation creation, StorageInfo storage) {
    if (creation.filters().isEmpty()) {
      return "";
    }
    double plain = (double) creation.space().elements() * creation.type().size();
    double ratio = storage.bytes() == 0 ? 0 : plain / storage.bytes();
    return String.format(Locale.ROOT, " (%.3f:1 COMPRESSION)", ratio);
  }

  static String lengths(long... shape) {
    String text = Arrays.toString(shape);
    return text.substring(1, text.length() - 1);
  }

  private void filter(FilterSpec filter) {
    int[] client = filter.client();
    switch (filter.id()) {
      case FilterSpec.DEFLATE ->
          inner("COMPRESSION DEFLATE { LEVEL %d }".formatted(client.length > 0 ? client[0] : 0));
      case FilterSpec.SHUFFLE -> inner("PREPROCESSING SHUFFLE");
      case FilterSpec.FLETCHER32 -> inner("CHECKSUM FLETCHER32");
      case SZIP -> inner("COMPRESSION SZIP");
      case NBIT -> inner("COMPRESSION NBIT");
      case SCALE_OFFSET ->
          inner(
              "COMPRESSION SCALEOFFSET { MIN BITS %d }"
                  .formatted(client.length > 0 ? client[0] : 0));
      default -> {
        String deep = Indent.of(indent + 2 * Indent.STEP);
        inner("USER_DEFINED_FILTER {");
        out.print(deep + "FILTER_ID " + filter.id() + "\n");
        out.print(deep + "COMMENT " + filter.name() + "\n");
        StringBuilder parameters = new StringBuilder();
        for (int value : client) {
          parameters.append(Integer.toUnsignedString(value)).append(' ');
        }
        out.print(deep + "PARAMS { " + parameters + "}\n");
        inner("}");
      }
    }
  }
}
