package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNamesTest {

  @ParameterizedTest
  @CsvSource({
    "run.h5, other.h5, other.h5",
    "a/run.h5, other.h5, a/other.h5",
    "/a/run.h5, ./b/other.h5, /a/b/other.h5",
    "/a/run.h5, /c/other.h5, /c/other.h5",
    "mem:run.h5, other.h5, mem:other.h5",
    "ufs:/a/run.h5, other.h5, ufs:/a/other.h5",
    "ufs:/a/run.h5, /c/other.h5, ufs:/c/other.h5",
    "/a/run.h5, mem:other.h5, mem:other.h5",
    "daos://pool/cont/a/run.h5, other.h5, daos://pool/cont/a/other.h5",
    "daos://pool/cont/a/run.h5, /c/other.h5, daos://pool/cont/c/other.h5",
    "h5daos://pool/cont/run.h5, other.h5, h5daos://pool/cont/other.h5",
    "h5daos:/a/run.h5, other.h5, h5daos:/a/other.h5"
  })
  void shouldBeInTheFolderOfTheFileWhenRelative(String from, String linked, String expected) {
    assertEquals(expected, FileNames.resolve(from, linked));
  }
}
