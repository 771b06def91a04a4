package io.jromio.adio.view;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.FlatType;

/**
 * What MPI asks of the types of a view.
 *
 * @source MPI 4.1 section 14.3, MPI_FILE_SET_VIEW
 */
final class ViewRules {
  private ViewRules() {}

  static void check(Datatype etype, Datatype filetype) throws MpiIoException {
    checkLayout("etype", etype);
    checkLayout("filetype", filetype);
    if (filetype.size() == 0) {
      return;
    }
    long unit = etype.size();
    if (unit == 0 || filetype.size() % unit != 0) {
      throw refused("filetype is not built from etypes, sizes do not fit", etype, filetype);
    }
    if (filetype.extent() % etype.extent() != 0) {
      throw refused("extent of the filetype is no multiple of the etype's", etype, filetype);
    }
    FlatType flat = filetype.flatten();
    if (etype.flatten().isContiguous()) {
      for (int i = 0; i < flat.strips(); i++) {
        if (flat.length(i) % unit != 0) {
          throw refused("a block of the filetype does not hold whole etypes", etype, filetype);
        }
      }
    }
  }

  private static void checkLayout(String role, Datatype type) throws MpiIoException {
    FlatType flat = type.flatten();
    if (flat.size() == 0) {
      return;
    }
    if (flat.trueLowerBound() < 0) {
      throw broken(role + " has negative displacements", role, type);
    }
    if (!flat.isSorted()) {
      throw broken(role + " has decreasing displacements", role, type);
    }
    if (flat.extent() <= 0) {
      throw broken(role + " has an extent that is not positive", role, type);
    }
  }

  private static MpiIoException broken(String reason, String role, Datatype type) {
    return new MpiIoException(
        ErrorClass.TYPE,
        "%s: size=%d lb=%d extent=%d %s=%s"
            .formatted(reason, type.size(), type.lowerBound(), type.extent(), role, type));
  }

  private static MpiIoException refused(String reason, Datatype etype, Datatype filetype) {
    return new MpiIoException(
        ErrorClass.TYPE,
        "%s: etype=%s size=%d extent=%d filetype=%s size=%d extent=%d"
            .formatted(
                reason,
                etype,
                etype.size(),
                etype.extent(),
                filetype,
                filetype.size(),
                filetype.extent()));
  }
}
