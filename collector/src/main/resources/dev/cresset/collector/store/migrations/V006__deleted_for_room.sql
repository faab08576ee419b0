-- From when on there are profiles, where earlier ones were deleted for want of disk space: written a
-- while before they are deleted, so that every server knows by then. The latest time counts.
CREATE TABLE IF NOT EXISTS profiles_from
(
    tenant        LowCardinality(String),
    start         DateTime('UTC'),
    written       DateTime('UTC') MATERIALIZED now('UTC')
)
ENGINE = ReplacingMergeTree(start)
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;
