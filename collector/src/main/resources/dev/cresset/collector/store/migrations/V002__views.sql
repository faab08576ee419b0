-- What engineers ask by SQL: these names and columns stay, whatever becomes of the tables below.

-- A row for each stack trace and set of labels of a profile.
CREATE VIEW IF NOT EXISTS samples AS
SELECT
    service,
    type,
    unit,
    release,
    environment,
    instance,
    start,
    duration_ns,
    attributes,
    stack,
    labels,
    v AS value,
    n AS samples
FROM
(
    SELECT
        service, type, unit, release, environment, instance, start, duration_ns, attributes,
        dictionary, one, v, n
    FROM profiles FINAL
    ARRAY JOIN number AS one, value AS v, samples AS n
) AS entries
LEFT ANY JOIN (SELECT dictionary, number, stack, label_set FROM numbers) AS pairs
    ON entries.dictionary = pairs.dictionary AND entries.one = pairs.number
LEFT ANY JOIN (SELECT id, labels FROM label_sets) AS sets ON pairs.label_set = sets.id;

-- A row for each function of each hour: what it took itself, and with all that it called. A function
-- that calls itself counts once: stack traces are gone through one by one, from the leaf.
CREATE VIEW IF NOT EXISTS functions AS
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
                service, type, unit, release, environment, toStartOfHour(start) AS hour, labels,
                stack, sum(value) AS traced_v, sum(samples) AS traced_n
            FROM samples
            GROUP BY service, type, unit, release, environment, hour, labels, stack
        ) AS hourly
        LEFT ANY JOIN (SELECT id, frames FROM stacks) AS traces ON hourly.stack = traces.id
        ARRAY JOIN frames AS frame, arrayEnumerate(frames) AS place
    ) AS exploded
    LEFT ANY JOIN (SELECT id, function, class FROM frames) AS named ON exploded.frame = named.id
    GROUP BY service, type, unit, release, environment, hour, labels, stack, function, class
)
GROUP BY service, type, unit, release, environment, hour, labels, function, class;

-- A row for each release of a service and environment.
CREATE VIEW IF NOT EXISTS releases AS
SELECT
    service,
    release,
    environment,
    min(first) AS first_seen,
    max(last) AS last_seen,
    uniqExact(instance) AS instances,
    arraySort(groupUniqArray(type)) AS types
FROM sightings
GROUP BY service, release, environment;
