-- When a stack trace, frame or set of labels was last announced. Collectors announce anew what they
-- have not announced for hours, so what is in use is young; the TTL takes what nothing can refer to
-- any more. Of rows from before this column, it is the day on which they are merged.
ALTER TABLE stacks ADD COLUMN IF NOT EXISTS written Date MATERIALIZED today() CODEC(ZSTD(1));

ALTER TABLE frames ADD COLUMN IF NOT EXISTS written Date MATERIALIZED today() CODEC(ZSTD(1));

ALTER TABLE label_sets ADD COLUMN IF NOT EXISTS written Date MATERIALIZED today() CODEC(ZSTD(1));

-- Not every four hours: to take a few rows, all of a part are written again.
ALTER TABLE stacks MODIFY SETTING merge_with_ttl_timeout = 604800;

ALTER TABLE frames MODIFY SETTING merge_with_ttl_timeout = 604800;

ALTER TABLE label_sets MODIFY SETTING merge_with_ttl_timeout = 604800;
