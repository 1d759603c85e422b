CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    creating INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_seconds BIGINT NOT NULL,
    created_nanos INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX job_status ON job (creating, status);
CREATE TABLE chunk (
    job BIGINT NOT NULL,
    number INTEGER NOT NULL,
    id BLOB NOT NULL UNIQUE,
    granted INTEGER NOT NULL,
    blobs INTEGER NOT NULL,
    evidence INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    bytes BIGINT NOT NULL,
    receipts INTEGER NOT NULL,
    state BLOB,
    PRIMARY KEY (job, number)
) WITHOUT ROWID;
CREATE TABLE plan (
    job BIGINT NOT NULL,
    number INTEGER NOT NULL,
    blobs BLOB NOT NULL,
    PRIMARY KEY (job, number)
);
CREATE TABLE planned_name (
    job BIGINT NOT NULL,
    number INTEGER NOT NULL,
    hash BIGINT NOT NULL,
    PRIMARY KEY (job, number, hash)
) WITHOUT ROWID;
CREATE TABLE name (
    hash BIGINT NOT NULL,
    job BIGINT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hash, job, number)
) WITHOUT ROWID;
CREATE TABLE catalogue (
    store TEXT NOT NULL,
    bucket TEXT NOT NULL,
    name TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (store, bucket, name)
) WITHOUT ROWID;
