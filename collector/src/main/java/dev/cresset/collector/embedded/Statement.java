package dev.cresset.collector.embedded;

import java.util.Map;

/**
 * What the engine is to run.
 *
 * @param format of the result, or of an insert's data
 * @param parameters values of the {@code {name:Type}} placeholders, in ClickHouse's escaped form
 */
record Statement(String sql, String format, Map<String, String> parameters) {}
