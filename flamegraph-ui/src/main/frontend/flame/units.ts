/** How values and shares are written for people. */

const DURATIONS: readonly (readonly [number, string])[] = [
  [86_400e9, 'd'],
  [3_600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

const BYTES: readonly (readonly [number, string])[] = [
  [2 ** 50, 'PiB'],
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'B'],
];

/** Such as "1.23 s", "512 KiB" or "34,567"; of a unit that is not known, the unit follows. */
export function formatValue(value: number, unit: string): string {
  switch (unit) {
    case 'nanoseconds':
      return scaled(value, DURATIONS, 'ns');
    case 'bytes':
      return scaled(value, BYTES, 'B');
    case 'count':
      return formatCount(value);
    default:
      return `${formatCount(value)} ${unit}`.trim();
  }
}

/** Whether a type's values are levels, such as what is in use, and not amounts of their time. */
export function isLevel(type: string): boolean {
  return type.startsWith('live_') || type.startsWith('inuse_');
}

/** A value per second: CPU time in cores, levels as they are, everything else in its unit. */
export function formatRate(perSecond: number, type: string, unit: string): string {
  if (type === 'cpu' && unit === 'nanoseconds') {
    const cores = perSecond / 1e9;
    return `${significant(cores)} ${cores === 1 ? 'core' : 'cores'}`;
  }
  return isLevel(type) ? formatValue(perSecond, unit) : `${formatValue(perSecond, unit)}/s`;
}

export function formatCount(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) {
    return `${significant(value / 1e9)} G`;
  }
  if (size >= 1e6) {
    return `${significant(value / 1e6)} M`;
  }
  return Number.isInteger(value) ? grouped(value) : significant(value);
}

/** Every digit, with separators. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** A share of 0 to 1 in percent; what is there is never written as nothing. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) {
    return '0 %';
  }
  if (Math.abs(percent) < 0.01) {
    return '< 0.01 %';
  }
  return `${percent.toFixed(Math.abs(percent) < 10 ? 2 : 1)} %`;
}

/** A difference of shares in percentage points, with its sign. */
export function formatPoints(difference: number): string {
  const points = difference * 100;
  const sign = points > 0 ? '+' : points < 0 ? '−' : '±';
  const size = Math.abs(points);
  if (size !== 0 && size < 0.01) {
    return `${sign}< 0.01 pt`;
  }
  return `${sign}${size.toFixed(size < 10 ? 2 : 1)} pt`;
}

function scaled(value: number, scales: typeof DURATIONS, smallest: string): string {
  const scale = scales.find(([size]) => Math.abs(value) >= size);
  return scale
    ? `${significant(value / scale[0])} ${scale[1]}`
    : `${value === 0 ? '0' : significant(value)} ${smallest}`;
}

function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) {
    return grouped(value);
  }
  return value.toFixed(size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
