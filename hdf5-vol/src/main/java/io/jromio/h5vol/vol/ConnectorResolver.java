package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Exception;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which connector a file is for, by what the program, the virtual machine, the environment and the
 * name say.
 *
 * @param environment variables
 * @param property a system property by its name; null if it is not set
 */
record ConnectorResolver(
    Map<String, String> environment, Function<String, Optional<String>> property) {
  static final String PROPERTY = "hdf5.vol.connector";
  static final String VARIABLE = "HDF5_VOL_CONNECTOR";
  static final ConnectorConfig NATIVE = new ConnectorConfig("native", "");

  static ConnectorResolver ofProcess() {
    return new ConnectorResolver(
        System.getenv(), name -> Optional.ofNullable(System.getProperty(name)));
  }

  ConnectorConfig choose(String explicit, String file) throws H5Exception {
    String[] texts = {
      explicit, property.apply(PROPERTY).orElse(""), environment.getOrDefault(VARIABLE, "")
    };
    for (String text : texts) {
      if (!text.isBlank()) {
        return ConnectorConfig.parse(text);
      }
    }
    return byName(file);
  }

  static ConnectorConfig byName(String file) {
    return file.startsWith("h5daos:") ? new ConnectorConfig("daos", "") : NATIVE;
  }
}
