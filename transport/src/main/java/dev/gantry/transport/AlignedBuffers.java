package dev.gantry.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * Where the bytes of connections wait: pooled, outside the Java heap, and beginning at lines of the processor's cache. The
 * kernel copies a body to and from a buffer that begins elsewhere, as malloc's do, at little more than half the speed
 * (benchmarks/RESULTS.md, From socket to socket).
 */
final class AlignedBuffers {

    private static final int CACHE_LINE = 64;

    /** One for all servers and clients of a process; a JVM that cannot align has them as they come. */
    static final ByteBufAllocator POOLED = new PooledByteBufAllocator(
            true,
            PooledByteBufAllocator.defaultNumHeapArena(),
            PooledByteBufAllocator.defaultNumDirectArena(),
            PooledByteBufAllocator.defaultPageSize(),
            PooledByteBufAllocator.defaultMaxOrder(),
            PooledByteBufAllocator.defaultSmallCacheSize(),
            PooledByteBufAllocator.defaultNormalCacheSize(),
            PooledByteBufAllocator.defaultUseCacheForAllThreads(),
            PooledByteBufAllocator.isDirectMemoryCacheAlignmentSupported() ? CACHE_LINE : 0);

    private AlignedBuffers() {}
}
