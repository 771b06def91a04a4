package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.TransferReport;

/** A transfer that was started. */
public interface PendingTransfer {

  /** Whether {@link #await} returns at once. */
  boolean isDone();

  /** Returns when the elements are where they belong; again and again the same. */
  TransferReport await() throws H5Exception;

  /** One that was done within the call. */
  static PendingTransfer done(TransferReport report) {
    return new PendingTransfer() {
      @Override
      public boolean isDone() {
        return true;
      }

      @Override
      public TransferReport await() {
        return report;
      }
    };
  }
}
