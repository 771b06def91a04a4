package io.jromio.h5vol.log;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.Connectors;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolConnector;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolRequest;
import java.util.Map;
import java.util.Set;

/**
 * Passes everything to the connector below it, and prints a line for each call and one with totals
 * when a file is closed:
 *
 * <pre>
 *   h5log rank=0 call=createDataset object=/run1/t us=41
 *   h5log rank=0 call=writeAll object=/run1/t elements=512 bytes=4096 requests=1 collective=true us=93
 *   h5log rank=0 total calls=9 written=4096 read=0 requests=1 collective=1 of=1 us=1201 file=run.h5
 * </pre>
 *
 * <p>Calls that are local and do nothing but say what is known are not printed. Parameters: {@code
 * under_vol} and {@code under_info} for the connector below, which is chosen by the name of the
 * file otherwise; {@code file}, to which lines are appended, otherwise they go to standard error.
 * The connector below may be another one of these.
 *
 * @source HDF5 1.14, H5VLpassthru.c
 */
public final class LogConnector implements VolConnector {
  private static final Set<String> PARAMETERS = Set.of("under_vol", "under_info", "file");

  /** For {@link java.util.ServiceLoader}. */
  public LogConnector() {}

  @Override
  public String name() {
    return "log";
  }

  /** Nothing is printed. */
  @Override
  public Set<VolCapability> capabilities(VolRequest request) throws H5Exception {
    VolRequest below = below(request);
    return Connectors.of(below.below()).capabilities(below);
  }

  @Override
  public VolFile create(VolRequest request) throws H5Exception {
    return opened("create", request, VolConnector::create);
  }

  @Override
  public VolFile open(VolRequest request) throws H5Exception {
    return opened("open", request, VolConnector::open);
  }

  private interface Opening {
    VolFile open(VolConnector connector, VolRequest request) throws H5Exception;
  }

  private static VolFile opened(String call, VolRequest request, Opening opening)
      throws H5Exception {
    CallLog log = log(request);
    VolRequest below = below(request);
    VolConnector connector = Connectors.of(below.below());
    VolFile file = log.call(call, request.name(), () -> opening.open(connector, below));
    return new LogFile(file, log);
  }

  @Override
  public boolean isAccessible(VolRequest request) throws H5Exception {
    VolRequest below = below(request);
    VolConnector connector = Connectors.of(below.below());
    return log(request).call("isAccessible", request.name(), () -> connector.isAccessible(below));
  }

  @Override
  public void delete(VolRequest request) throws H5Exception {
    VolRequest below = below(request);
    VolConnector connector = Connectors.of(below.below());
    log(request).run("delete", request.name(), () -> connector.delete(below));
  }

  private static VolRequest below(VolRequest request) throws H5Exception {
    ConnectorConfig config = Connectors.under(request.below(), request.name());
    return new VolRequest(request.communicator(), request.name(), request.properties(), config);
  }

  private static CallLog log(VolRequest request) throws H5Exception {
    Map<String, String> values = request.below().values();
    for (String key : values.keySet()) {
      if (!PARAMETERS.contains(key)) {
        throw new H5Exception(
            H5Error.ARG,
            "no parameter of connector log: %s=%s of=file,under_info,under_vol (file %s)"
                .formatted(key, values.get(key), request.name()));
      }
    }
    return new CallLog(request.communicator().rank(), values.getOrDefault("file", ""));
  }
}
