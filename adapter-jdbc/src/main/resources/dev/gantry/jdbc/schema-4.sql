CREATE TABLE task (
    id BLOB NOT NULL PRIMARY KEY,
    settled INTEGER NOT NULL,
    created_seconds BIGINT NOT NULL,
    created_nanos INTEGER NOT NULL,
    ended_seconds BIGINT NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX task_unsettled ON task (settled, created_seconds);
CREATE INDEX task_ended ON task (ended_seconds);
