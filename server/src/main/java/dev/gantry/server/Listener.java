package dev.gantry.server;

/**
 * Where and how a node listens.
 *
 * @param plain whether others than this machine may reach it without TLS
 */
record Listener(HostPort at, boolean plain, TlsFiles.Choice tls) {}
