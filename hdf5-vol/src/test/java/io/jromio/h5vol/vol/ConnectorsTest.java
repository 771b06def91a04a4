package io.jromio.h5vol.vol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectorsTest {
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final ConnectorResolver resolver =
      new ConnectorResolver(environment, name -> Optional.ofNullable(properties.get(name)));

  private String chosen(String explicit, String file) throws H5Exception {
    return resolver.choose(explicit, file).toString();
  }

  @Test
  void shouldTakeTheNearestWhenSeveralAreSaid() throws H5Exception {
    assertEquals("native", chosen("", "run.h5"));
    assertEquals("daos", chosen("", "h5daos://pool/cont/run.h5"));
    environment.put("HDF5_VOL_CONNECTOR", "log under_vol=native;under_info={}");
    assertEquals("log under_vol=native;under_info={}", chosen("", "h5daos://p/c/run.h5"));
    properties.put("hdf5.vol.connector", " daos ");
    assertEquals("daos", chosen("", "run.h5"));
    assertEquals("native", chosen("native", "run.h5"));
    environment.put("HDF5_VOL_CONNECTOR", "  ");
    properties.clear();
    assertEquals("native", chosen("", "run.h5"));
  }

  @Test
  void shouldGiveTheInnerTextWhenBracesAreNested() throws H5Exception {
    ConnectorConfig config =
        ConnectorConfig.parse(
            "log under_vol=log;under_info={under_vol=native;under_info={a=b;c={}}};file=/tmp/x;");
    assertEquals("log", config.name());
    Map<String, String> values = config.values();
    assertEquals(List.of("under_vol", "under_info", "file"), List.copyOf(values.keySet()));
    assertEquals("under_vol=native;under_info={a=b;c={}}", values.get("under_info"));
    assertEquals("/tmp/x", values.get("file"));
    ConnectorConfig below = Connectors.under(config);
    assertEquals("log", below.name());
    assertEquals("a=b;c={}", below.values().get("under_info"));
  }

  @ParameterizedTest
  @CsvSource({
    "'log under_info={', 15",
    "'log under_info={a={b}', 15",
    "'log under_info=}', 15",
    "'?', 0",
    "'lo?g a=b', 2",
    "'   ', 0"
  })
  void shouldSayWhereWhenTheTextIsMalformed(String text, int at) {
    H5Exception failure = assertThrows(H5Exception.class, () -> ConnectorConfig.parse(text));
    assertEquals(H5Error.ARG, failure.error());
    assertTrue(failure.detail().contains("at=" + at + " "), failure.detail());
    assertTrue(failure.detail().contains(text), failure.detail());
  }

  @ParameterizedTest
  @CsvSource({"'a', 0", "'a=b;c', 4", "'a=b;a=c', 4", "'a=b{c}', 2", "'a={b}{c}', 2", "'=b', 0"})
  void shouldSayWhereWhenParametersAreMalformed(String parameters, int at) {
    ConnectorConfig config = new ConnectorConfig("log", parameters);
    H5Exception failure = assertThrows(H5Exception.class, config::values);
    assertEquals(H5Error.ARG, failure.error());
    assertTrue(failure.detail().contains("at=" + at + " "), failure.detail());
  }

  @Test
  void shouldNameThoseThatAreWhenThereIsNone() {
    H5Exception failure =
        assertThrows(H5Exception.class, () -> Connectors.of(new ConnectorConfig("nosuch", "")));
    assertEquals(H5Error.NOT_FOUND, failure.error());
    assertTrue(failure.detail().contains("log"), failure.detail());
    for (String name : new String[] {"1", "pass_through", "async", "LOG"}) {
      failure = assertThrows(H5Exception.class, () -> Connectors.of(new ConnectorConfig(name, "")));
      assertEquals(H5Error.NOT_FOUND, failure.error());
      assertTrue(failure.detail().contains("("), failure.detail());
    }
  }
}
