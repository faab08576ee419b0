import { isPlatform, kindOf, packageGroup } from './names.ts';
import { KINDS, type Kind } from './tree.ts';

/** What the boxes of a flame graph are coloured by. */
export type ColourBy = 'package' | 'kind';

/** Colours that text and chrome on the canvas need, light or dark. */
export interface Ink {
  readonly text: string;
  readonly dimText: string;
  readonly dimBox: string;
  readonly tiny: string;
  readonly hatch: string;
  readonly hidden: string;
  readonly ring: string;
  readonly mark: string;
  /** Of what a search found. */
  readonly found: string;
}

export function ink(dark: boolean): Ink {
  return dark ? DARK : LIGHT;
}

/** Vivid hues, so that libraries stand out from the dull colours of everything below them. */
const HUES = [55, 145, 350, 95, 175, 22, 205, 120, 325, 75];

export function colourOf(name: string, kind: Kind, by: ColourBy, dark: boolean): string {
  return by === 'kind' ? kindColour(kind, dark) : groupColour(packageGroup(name, kind), kind, dark);
}

/** The colour of each name of a tree, computed once. */
export function nameColours(
  names: readonly string[],
  kinds: Uint8Array,
  by: ColourBy,
  dark: boolean,
): string[] {
  return names.map((name, i) => colourOf(name, kindOf(kinds[i]), by, dark));
}

export function kindColour(kind: Kind, dark: boolean): string {
  const [hue, chroma] = KIND_HUES[kind];
  return dark ? `oklch(0.7 ${chroma} ${hue})` : `oklch(0.83 ${chroma} ${hue})`;
}

function groupColour(group: string, kind: Kind, dark: boolean): string {
  if (kind === 'native' || kind === 'kernel' || kind === 'vm') {
    return dullColour(kind, dark);
  }
  if (isPlatform(group)) {
    return dark ? 'oklch(0.64 0.035 255)' : 'oklch(0.86 0.03 255)';
  }
  const h = hash(group);
  const hue = HUES[h % HUES.length];
  const lighter = (h >>> 8) % 2;
  return dark
    ? `oklch(${lighter ? 0.77 : 0.7} ${lighter ? 0.1 : 0.12} ${hue})`
    : `oklch(${lighter ? 0.87 : 0.81} ${lighter ? 0.085 : 0.115} ${hue})`;
}

function dullColour(kind: 'native' | 'kernel' | 'vm', dark: boolean): string {
  const hue = { native: 85, kernel: 35, vm: 300 }[kind];
  return dark ? `oklch(0.63 0.045 ${hue})` : `oklch(0.84 0.045 ${hue})`;
}

const KIND_HUES: Record<Kind, readonly [number, number]> = {
  java: [150, 0.1],
  inlined: [195, 0.08],
  native: [80, 0.1],
  kernel: [28, 0.11],
  vm: [310, 0.09],
  class: [255, 0.09],
};

/** Kinds as people call them. */
export const KIND_LABELS: Record<(typeof KINDS)[number], string> = {
  java: 'Java',
  inlined: 'Java, inlined',
  native: 'Native',
  kernel: 'Kernel',
  vm: 'JVM',
  class: 'Class of the object',
};

const STEPS = 24;
const SCALES = [diffScale(false), diffScale(true)];

/**
 * From blue (shrunk) over grey to orange (grown): a pair that stays apart for people who do not see
 * red and green. The square root lets small changes show while large ones still stand out.
 *
 * @param change a difference of shares
 * @param full the difference that gets the full colour
 */
export function changeColour(change: number, full: number, dark: boolean): string {
  const strength = full > 0 ? Math.sqrt(Math.min(1, Math.abs(change) / full)) : 0;
  const step = Math.round(strength * STEPS) * (change < 0 ? -1 : 1);
  return SCALES[dark ? 1 : 0][step + STEPS];
}

function diffScale(dark: boolean): string[] {
  const scale: string[] = [];
  for (let step = -STEPS; step <= STEPS; step++) {
    scale.push(changeStep(step / STEPS, dark));
  }
  return scale;
}

function changeStep(t: number, dark: boolean): string {
  const size = Math.abs(t);
  const [hue, chroma, full] = t < 0 ? [250, 0.125, 0.7] : [52, 0.16, 0.74];
  const neutral = dark ? 0.62 : 0.91;
  const lightness = neutral + (full - neutral) * size;
  return `oklch(${lightness.toFixed(3)} ${(0.004 + chroma * size).toFixed(3)} ${hue})`;
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

const LIGHT: Ink = {
  text: '#15181e',
  dimText: '#8a919c',
  dimBox: '#eceef1',
  tiny: '#d5d9df',
  hatch: 'rgba(20, 24, 32, 0.38)',
  hidden: '#9aa2ae',
  ring: '#1257c9',
  mark: '#15181e',
  found: 'oklch(0.76 0.15 305)',
};

const DARK: Ink = {
  text: '#0b0d11',
  dimText: '#7d8694',
  dimBox: '#2a2f37',
  tiny: '#3a404a',
  hatch: 'rgba(5, 8, 12, 0.5)',
  hidden: '#6d7684',
  ring: '#8ab8ff',
  mark: '#f4f6f9',
  found: 'oklch(0.74 0.15 305)',
};
