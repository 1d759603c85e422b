/**
 * The chunk transfer engine: an HTTP/1.1 server and client on Netty whose bodies are payloads. No Netty type stands in a
 * public signature.
 */
package dev.gantry.transport;
