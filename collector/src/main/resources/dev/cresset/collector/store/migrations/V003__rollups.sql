-- Sums of the profiles of a minute and of an hour, filled by the rollup job.
--
-- A bucket that is computed again replaces itself: same sorting key, higher version. The version
-- is the number of different profiles the bucket had; profiles of a bucket only ever become more.

-- Value and samples of a stack trace with a set of labels. Of a level (live_space, ...) the value is
-- that of each profile times the seconds it stands for.
CREATE TABLE IF NOT EXISTS rollup_1m
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    stack         Int64 CODEC(ZSTD(1)),
    label_set     Int64 CODEC(ZSTD(1)),
    bucket        DateTime('UTC') CODEC(Delta, ZSTD(1)),
    value         Int64 CODEC(T64, ZSTD(1)),
    samples       Int64 CODEC(T64, ZSTD(1)),
    version       UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(bucket)
PRIMARY KEY (tenant, service, type, toStartOfHour(bucket))
ORDER BY (tenant, service, type, toStartOfHour(bucket), stack, label_set, release, environment,
    bucket)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS rollup_1h
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    stack         Int64 CODEC(ZSTD(1)),
    label_set     Int64 CODEC(ZSTD(1)),
    bucket        DateTime('UTC') CODEC(Delta, ZSTD(1)),
    value         Int64 CODEC(T64, ZSTD(1)),
    samples       Int64 CODEC(T64, ZSTD(1)),
    version       UInt64 CODEC(T64, ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toStartOfMonth(bucket)
PRIMARY KEY (tenant, service, type, toStartOfDay(bucket))
ORDER BY (tenant, service, type, toStartOfDay(bucket), stack, label_set, release, environment,
    bucket)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- What a bucket has beside its stack traces: of which windows it is the sum.
CREATE TABLE IF NOT EXISTS windows_1m
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    bucket        DateTime('UTC') CODEC(Delta, ZSTD(1)),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    value         Int64 CODEC(ZSTD(1)),
    samples       Int64 CODEC(ZSTD(1)),
    -- Of all profiles, and of all different windows: an instance can send several of one window.
    profiled_ns   Int64 CODEC(ZSTD(1)),
    window_ns     Int64 CODEC(ZSTD(1)),
    longest_ns    Int64 CODEC(ZSTD(1)),
    first         DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    last          DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    instances     Array(LowCardinality(String)) CODEC(ZSTD(1)),
    version       UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(bucket)
ORDER BY (tenant, service, type, bucket, release, environment)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

CREATE TABLE IF NOT EXISTS windows_1h
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    bucket        DateTime('UTC') CODEC(Delta, ZSTD(1)),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    value         Int64 CODEC(ZSTD(1)),
    samples       Int64 CODEC(ZSTD(1)),
    profiled_ns   Int64 CODEC(ZSTD(1)),
    window_ns     Int64 CODEC(ZSTD(1)),
    longest_ns    Int64 CODEC(ZSTD(1)),
    first         DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    last          DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    instances     Array(LowCardinality(String)) CODEC(ZSTD(1)),
    version       UInt64 CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toStartOfMonth(bucket)
ORDER BY (tenant, service, type, bucket, release, environment)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- The ledger of both: how many different profiles a bucket is made of, and whether it is whole. A
-- row that it is not is written before the bucket's, and one that it is after them; the highest
-- state counts. Rows that were begun once have no older version, and are read without FINAL.
CREATE TABLE IF NOT EXISTS rolled
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    seconds       UInt16,
    bucket        DateTime('UTC') CODEC(Delta, ZSTD(1)),
    -- Twice the number of profiles, and one if it is whole.
    state         SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
    begun         SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    computed_at   SimpleAggregateFunction(max, DateTime64(3, 'UTC')) MATERIALIZED now64(3, 'UTC')
        CODEC(ZSTD(1)),
    profiles      UInt64 ALIAS intDiv(state, 2),
    whole         UInt8 ALIAS state % 2
)
ENGINE = AggregatingMergeTree
PARTITION BY (seconds, if(seconds = 60, toDate(bucket), toStartOfMonth(bucket)))
ORDER BY (tenant, service, type, seconds, bucket)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- How far the job has come: of what was received before one time for windows that began before the
-- other, every bucket is in the ledger.
CREATE TABLE IF NOT EXISTS rolled_until
(
    tenant        LowCardinality(String),
    received      DateTime64(3, 'UTC'),
    closed        DateTime('UTC')
)
ENGINE = ReplacingMergeTree(received)
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;
