package io.jromio.h5vol.vol;

/** Whether a transfer is a matter of all ranks. */
public enum TransferMode {
  INDEPENDENT,
  COLLECTIVE
}
