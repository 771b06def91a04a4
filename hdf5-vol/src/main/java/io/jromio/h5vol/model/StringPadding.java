package io.jromio.h5vol.model;

/** How a string that is shorter than its place ends; the ordinal is the code in files. */
public enum StringPadding {
  NULL_TERMINATED,
  NULL_PADDED,
  SPACE_PADDED
}
