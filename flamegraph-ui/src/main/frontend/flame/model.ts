import { arrange, type Boxes, type WidthBy } from './arrange.ts';
import { invert } from './invert.ts';
import { kindOf } from './names.ts';
import { PathIds } from './path-id.ts';
import { findMatches, matchNames, parseSearch, type Matches, type Search } from './search.ts';
import type { Kind, Profile, Verdict } from './tree.ts';

/** What both sides of a comparison are divided by, to make them comparable. */
export type ScaleBy = 'share' | 'second' | 'total';

export interface ModelOptions {
  readonly inverted: boolean;
  readonly widthBy: WidthBy;
  readonly scaleBy: ScaleBy;
}

/** A search or a highlighted function, with what it found. */
export interface Finding {
  readonly search: Search | undefined;
  readonly names: Uint8Array;
  readonly matches: Matches;
}

/** How a box's share differs between the sides. */
export type Change = 'added' | 'removed' | 'grown' | 'shrunk' | 'same';

/** Differences of shares up to this are not called a change. */
const SAME = 0.0005;
/** Inverting stops at branches of this share of the whole. */
const SMALLEST_INVERTED = 1 / 50_000;

/** A profile laid out for display, with what is asked of it. */
export class FlameModel {
  readonly profile: Profile;
  readonly boxes: Boxes;
  readonly isDiff: boolean;
  /** Each side's value of the root. */
  readonly totals: readonly number[];
  /** The difference of shares that gets the full colour. */
  readonly fullChange: number;
  private readonly ids: PathIds;

  constructor(profile: Profile, options: ModelOptions) {
    this.profile = profile;
    this.isDiff = profile.tree.sides.length > 1;
    this.totals = profile.info.map((side) => side.total);
    const smallest = this.totals.map((total) => total * SMALLEST_INVERTED);
    const tree = options.inverted ? invert(profile.tree, smallest) : profile.tree;
    this.boxes = arrange(tree, this.scales(options.scaleBy), options.widthBy);
    this.ids = new PathIds(this.boxes.tree);
    this.fullChange = this.isDiff ? this.largestChange() : 0;
  }

  get size(): number {
    return this.boxes.x.length;
  }

  get isEmpty(): boolean {
    return this.size === 0 || this.totals.every((total) => total === 0);
  }

  idOf(box: number): string {
    return this.ids.of(box);
  }

  find(id: string): number | undefined {
    return this.ids.find(id);
  }

  name(box: number): string {
    return this.boxes.tree.names[this.boxes.tree.name[box]];
  }

  kind(box: number): Kind {
    return kindOf(this.boxes.tree.kinds[this.boxes.tree.name[box]]);
  }

  self(box: number, side = 0): number {
    return this.boxes.tree.sides[side].self[box];
  }

  total(box: number, side = 0): number {
    return this.boxes.tree.sides[side].total[box];
  }

  samples(box: number, side = 0): number {
    return this.boxes.tree.sides[side].samples[box] ?? 0;
  }

  /** Of the whole side, 0 to 1. */
  share(box: number, side = 0): number {
    return ratio(this.total(box, side), this.totals[side]);
  }

  /** The target's share less the base's. */
  shareChange(box: number): number {
    return this.share(box, 1) - this.share(box, 0);
  }

  change(box: number): Change {
    if (!this.isDiff || box === 0) {
      return 'same';
    }
    if (this.total(box, 0) === 0) {
      return 'added';
    }
    if (this.total(box, 1) === 0) {
      return 'removed';
    }
    const change = this.shareChange(box);
    return Math.abs(change) < SAME ? 'same' : change > 0 ? 'grown' : 'shrunk';
  }

  /** Whether the function's change, all paths together, is more than chance and others' changes. */
  isReal(box: number): boolean {
    return this.verdict(box) === 'real';
  }

  verdict(box: number): Verdict {
    return this.profile.verdicts[this.boxes.tree.name[box]] ?? 'unknown';
  }

  /** The box with those it lies on, from the root. */
  path(box: number): number[] {
    const path: number[] = [];
    for (let b = box; b >= 0; b = this.boxes.tree.parent[b]) {
      path.unshift(b);
    }
    return path;
  }

  /** The functions whose name a regular expression finds, below a box. */
  search(text: string, root: number): Finding | undefined {
    const search = parseSearch(text);
    if (!search) {
      return undefined;
    }
    const names = matchNames(this.boxes.tree.names, search);
    return { search, names, matches: findMatches(this.boxes, names, root) };
  }

  /** One function, wherever it is below a box. */
  occurrences(name: string, root: number): Finding | undefined {
    if (name === '') {
      return undefined;
    }
    const names = Uint8Array.from(this.boxes.tree.names, (other) => (other === name ? 1 : 0));
    return { search: undefined, names, matches: findMatches(this.boxes, names, root) };
  }

  private scales(by: ScaleBy): number[] {
    return this.profile.info.map((side) => {
      switch (by) {
        case 'share':
          return ratio(1, side.total);
        case 'second':
          return ratio(1, side.seconds);
        case 'total':
          return 1;
      }
    });
  }

  private largestChange(): number {
    let largest = 0;
    for (let box = 1; box < this.size; box++) {
      largest = Math.max(largest, Math.abs(this.shareChange(box)));
    }
    return Math.min(0.1, Math.max(0.01, largest));
  }
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
