package dev.gantry.engine;

import dev.gantry.domain.Progress;

/** Jobs whose bytes a client brings or fetches. */
enum ClientWork implements JobWork {
    PUT {
        @Override
        public boolean isReading() {
            return false;
        }

        @Override
        public long cached(Progress before, long evidence) {
            return evidence;
        }
    },
    GET {
        @Override
        public boolean isReading() {
            return true;
        }

        @Override
        public long cached(Progress before, long evidence) {
            return before.cachedBytes();
        }
    };

    @Override
    public boolean isClients() {
        return true;
    }

    @Override
    public int mostUnfinished() {
        return JobGrants.MAX_UNFINISHED;
    }

    @Override
    public void granted(ActiveJob job, ActiveChunk chunk) {
        // its client will come for it
    }
}
