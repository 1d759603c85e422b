/**
 * The driven ports: what a storage provider and a job store are to the engine. This Javadoc is the contract; the module
 * {@code tck} tests it.
 *
 * <p>Results come as {@link java.util.concurrent.CompletionStage}; failures complete it with a {@link
 * dev.gantry.ports.spi.ProviderException}. No method blocks its caller, and construction does no I/O.
 */
package dev.gantry.ports.spi;
