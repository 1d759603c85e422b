/**
 * The driving ports: the only thing that façades, the command line, bulk transfers and embedders call. A {@link
 * dev.gantry.ports.api.Gateway} is one user's view; what that user may not do completes with {@link
 * dev.gantry.ports.api.ApiException}.
 */
package dev.gantry.ports.api;
