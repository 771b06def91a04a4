package io.jromio.adio;

/**
 * A file name as the user gave it, split into the driver that serves it and the name that driver
 * knows the file by.
 */
public record ResolvedFile(AdioDriver driver, String path) {}
