-- What it takes to hand out a pprof file as it came: debug information of frames, and labels that
-- are numbers or come twice.

-- The ids of frames are hashes of these columns too. A system name is empty where it is the
-- function's; an address is that of code without a symbol, in the mapping's file.
ALTER TABLE frames
    ADD COLUMN IF NOT EXISTS system_name String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS start_line Int32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS column_number Int32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS mapping LowCardinality(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS build_id LowCardinality(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS address Int64 CODEC(ZSTD(1));

-- Parallel arrays of all labels, in order; empty where the column labels tells all.
ALTER TABLE label_sets
    ADD COLUMN IF NOT EXISTS exact_name Array(LowCardinality(String)) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS exact_text Array(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS exact_number Array(Int64) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS exact_unit Array(LowCardinality(String)) CODEC(ZSTD(1));
