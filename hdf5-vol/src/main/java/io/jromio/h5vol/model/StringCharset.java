package io.jromio.h5vol.model;

/** How the characters of a string are encoded; the ordinal is the code in files. */
public enum StringCharset {
  ASCII,
  UTF_8
}
