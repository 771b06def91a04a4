package io.jromio.adio.independent;

/** How one independent request reaches its bytes. */
enum Strategy {
  /** One file range, whatever the memory looks like. */
  CONTIGUOUS,

  /**
   * The ranges one by one, handed to the driver as lists: one call each where it cannot do better.
   */
  LIST,

  /** Large windows with the holes in them, copied in memory. */
  SIEVING,

  /** Pieces copied straight between the application's memory and the mapped file. */
  MAPPED
}
