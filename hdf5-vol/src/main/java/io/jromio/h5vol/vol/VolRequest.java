package io.jromio.h5vol.vol;

import io.jromio.comm.Communicator;

/**
 * Which file, by whom, how.
 *
 * @param communicator the ranks; the connector makes its own of it where it must
 * @param name of the file, with any prefix of a driver
 * @param below what the connector was configured with, for example the connector under it
 */
public record VolRequest(
    Communicator communicator, String name, FileProperties properties, ConnectorConfig below) {}
