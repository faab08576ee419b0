-- The log of what arrived, and what it refers to.
--
-- Ids are 64-bit hashes; signed, because the driver reads and writes unsigned ones as BigInteger.
-- What is inserted is on disk when the insert returns, as it is then acknowledged; and what it is
-- merged into is on disk before it is deleted.

-- What arrived: one row per profile and type. A second delivery of a profile is a row with the
-- same sorting key, and vanishes under FINAL at once and in the next merge for good.
CREATE TABLE IF NOT EXISTS profiles
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    unit          LowCardinality(String),
    family        LowCardinality(String),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    instance      LowCardinality(String),
    start         DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    duration_ns   Int64 CODEC(ZSTD(1)),
    period        Int64 CODEC(ZSTD(1)),
    profile_id    String CODEC(ZSTD(1)),
    attributes    Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    comments      Array(String) CODEC(ZSTD(1)),
    -- Whose numbers these are.
    dictionary    Int64 CODEC(ZSTD(1)),
    -- Parallel arrays, an entry per stack trace and label set: by how much its number is above the
    -- one before, of which the first is 0; value; and how many samples it stands for.
    gap           Array(UInt32) CODEC(T64, ZSTD(1)),
    value         Array(Int64) CODEC(GCD, T64, ZSTD(1)),
    samples       Array(Int64) CODEC(ZSTD(3)),
    -- The numbers themselves, ascending.
    number        Array(UInt32) ALIAS CAST(arrayCumSum(gap), 'Array(UInt32)'),
    -- By the clock of ClickHouse, and not of who sent it.
    received      DateTime64(3, 'UTC') MATERIALIZED now64(3) CODEC(Delta, ZSTD(1)),
    INDEX received received TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(start)
ORDER BY (tenant, service, type, start, release, instance, profile_id)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- What a number stands for: a stack trace with a set of labels. A dictionary's numbers begin with 1
-- and are used for about a day. A row may be there twice, but a number never means two things.
CREATE TABLE IF NOT EXISTS numbers
(
    dictionary Int64 CODEC(ZSTD(1)),
    number     UInt32 CODEC(Delta, ZSTD(1)),
    stack      Int64 CODEC(ZSTD(1)),
    label_set  Int64 CODEC(ZSTD(1)),
    written    DateTime('UTC') MATERIALIZED now() CODEC(Delta, ZSTD(1))
)
ENGINE = ReplacingMergeTree
PARTITION BY toDate(written)
ORDER BY (dictionary, number)
SETTINGS ttl_only_drop_parts = 1, fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- A stack trace: the ids of its frames, leaf first. The id is a hash of the canonical frames.
CREATE TABLE IF NOT EXISTS stacks
(
    id     Int64,
    frames Array(Int64) CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- A frame; the id is a hash of all other columns.
CREATE TABLE IF NOT EXISTS frames
(
    id       Int64,
    function String CODEC(ZSTD(1)),
    class    String CODEC(ZSTD(1)),
    file     String CODEC(ZSTD(1)),
    line     Int32 CODEC(ZSTD(1)),
    kind     Enum8('java' = 0, 'inlined' = 1, 'native' = 2, 'kernel' = 3, 'vm' = 4, 'class' = 5)
)
ENGINE = ReplacingMergeTree
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- A set of labels; the id is a hash of it, and 0 is the empty set.
CREATE TABLE IF NOT EXISTS label_sets
(
    id     Int64,
    labels Map(LowCardinality(String), String) CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree
ORDER BY id
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- When each release was first and last seen, by all that a list of services says.
CREATE TABLE IF NOT EXISTS sightings
(
    tenant        LowCardinality(String),
    service       LowCardinality(String),
    type          LowCardinality(String),
    unit          LowCardinality(String),
    release       LowCardinality(String),
    environment   LowCardinality(String),
    instance      LowCardinality(String),
    first         SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last          SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (tenant, service, type, unit, release, environment, instance)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;
