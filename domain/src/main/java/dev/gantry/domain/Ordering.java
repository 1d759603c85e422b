package dev.gantry.domain;

/** The chunk client processing order guarantee: whether chunks are handed out in the order of their numbers. */
public enum Ordering {
    IN_ORDER,
    NONE
}
