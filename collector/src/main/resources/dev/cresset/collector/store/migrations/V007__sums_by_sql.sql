-- Half of what a row took: values of time are multiples of the sampling interval.
ALTER TABLE rollup_1m MODIFY COLUMN value Int64 CODEC(GCD, T64, ZSTD(1));

ALTER TABLE rollup_1h MODIFY COLUMN value Int64 CODEC(GCD, T64, ZSTD(1));

-- From when on minutes have all their sums by stack trace, where the time for which they are kept
-- does not tell: they are kept for longer since, or came from elsewhere. The latest time counts.
CREATE TABLE IF NOT EXISTS minutes_from
(
    tenant        LowCardinality(String),
    start         DateTime('UTC')
)
ENGINE = ReplacingMergeTree(start)
ORDER BY tenant
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1;

-- The same as samples, added up by the hour and without instances: of hours that are over and
-- rolled up. Kept for years, and much quicker.
CREATE VIEW IF NOT EXISTS samples_1h AS
SELECT
    service,
    type,
    known AS unit,
    release,
    environment,
    hour,
    stack,
    labels,
    value,
    samples
FROM
(
    SELECT service, type, release, environment, bucket AS hour, stack, label_set, value, samples
    FROM rollup_1h FINAL
    WHERE value != 0 OR samples != 0
) AS entries
INNER JOIN
(
    SELECT service AS whole_service, type AS whole_type, bucket AS whole_hour
    FROM rolled
    WHERE seconds = 3600
    GROUP BY service, type, bucket
    HAVING max(state) % 2 = 1
) AS whole
    ON service = whole_service AND type = whole_type AND hour = whole_hour
LEFT ANY JOIN (SELECT id, labels FROM label_sets) AS sets ON label_set = id
LEFT ANY JOIN
(
    SELECT service AS unit_service, type AS unit_type, argMax(unit, last) AS known
    FROM sightings
    GROUP BY service, type
) AS units
    ON service = unit_service AND type = unit_type;

-- The same as functions, out of those.
CREATE VIEW IF NOT EXISTS functions_1h AS
SELECT
    service,
    type,
    unit,
    release,
    environment,
    hour,
    labels,
    function,
    class,
    sum(own) AS self,
    sum(v) AS total,
    sum(n) AS samples
FROM
(
    SELECT
        service, type, unit, release, environment, hour, labels, stack, function, class,
        any(traced_v) AS v,
        any(traced_n) AS n,
        max(if(place = 1, traced_v, 0)) AS own
    FROM
    (
        SELECT
            service, type, unit, release, environment, hour, labels, stack, traced_v, traced_n,
            frame, place
        FROM
        (
            SELECT
                service, type, unit, release, environment, hour, labels, stack,
                sum(value) AS traced_v, sum(samples) AS traced_n
            FROM samples_1h
            GROUP BY service, type, unit, release, environment, hour, labels, stack
        ) AS hourly
        LEFT ANY JOIN (SELECT id, frames FROM stacks) AS traces ON hourly.stack = traces.id
        ARRAY JOIN frames AS frame, arrayEnumerate(frames) AS place
    ) AS exploded
    LEFT ANY JOIN (SELECT id, function, class FROM frames) AS named ON exploded.frame = named.id
    GROUP BY service, type, unit, release, environment, hour, labels, stack, function, class
)
GROUP BY service, type, unit, release, environment, hour, labels, function, class;
