package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.SequencedMap;

/**
 * A connector's name with its parameters, in the grammar of {@code HDF5_VOL_CONNECTOR}: {@code log
 * under_vol=native;under_info={}}.
 *
 * @param name of the connector; a number of the C library's for its own is taken too (0 native)
 * @param parameters what follows the name, as it is; may be empty
 * @source HDF5 1.14, H5VLconnector_str_to_info; vol-async, vol-log-based
 */
public record ConnectorConfig(String name, String parameters) {

  /**
   * Reads a name and what follows it after blanks.
   *
   * @throws H5Exception {@link H5Error#ARG} if there is no name, or braces do not match
   */
  public static ConnectorConfig parse(String text) throws H5Exception {
    return ConnectorGrammar.config(text);
  }

  /**
   * The parameters as {@code key=value;key=value}, in order. A value may be in braces, which are
   * taken off; within them semicolons and more braces are part of the value.
   *
   * @throws H5Exception {@link H5Error#ARG} if they cannot be read so
   */
  public SequencedMap<String, String> values() throws H5Exception {
    return ConnectorGrammar.values(parameters);
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? name : name + " " + parameters;
  }
}
