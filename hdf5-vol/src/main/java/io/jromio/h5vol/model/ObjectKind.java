package io.jromio.h5vol.model;

/** What an object is. */
public enum ObjectKind {
  GROUP,
  DATASET,
  NAMED_TYPE
}
