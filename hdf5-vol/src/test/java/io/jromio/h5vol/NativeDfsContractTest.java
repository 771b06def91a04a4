package io.jromio.h5vol;

import io.jromio.adio.AdioDrivers;
import io.jromio.adio.daos.DaosDriver;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.h5vol.daos.StorePlace;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The native connector on files in DFS. */
final class NativeDfsContractTest extends H5ContractSuite {
  private static Optional<AdioDrivers.Registration> driver = Optional.empty();

  @BeforeAll
  static void nameTheStore() {
    driver =
        Optional.of(
            AdioDrivers.register(
                new DaosDriver(new DaosEnvironment(StorePlace.get().variables()))));
  }

  @AfterAll
  static void forgetTheStore() {
    driver.ifPresent(AdioDrivers.Registration::close);
  }

  @Override
  H5Subject subject() {
    String folder = StorePlace.PREFIX.replace("h5daos:", "daos:");
    return new H5Subject("native", folder + "native-", Optional.empty());
  }
}
