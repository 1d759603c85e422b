package dev.gantry.server;

import java.util.Optional;

/**
 * Where and how a node listens.
 *
 * @param at for Spectra S3 clients
 * @param durastore for DuraStore clients, if they are served
 * @param plain whether others than this machine may reach it without TLS
 */
record Listener(HostPort at, Optional<HostPort> durastore, boolean plain, TlsFiles.Choice tls) {}
