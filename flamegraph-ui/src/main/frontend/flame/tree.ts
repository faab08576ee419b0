/** The values of one selection on a tree; a comparison has two sides, the base first. */
export interface Side {
  /** At the node itself. */
  readonly self: Float64Array;
  /** At the node and all below it. */
  readonly total: Float64Array;
  /** How many samples `total` stands for; empty where it is not known. */
  readonly samples: Float64Array;
}

/** Merged stack traces as parallel arrays: node 0 is the root, parents come before children. */
export interface Tree {
  readonly names: readonly string[];
  /** The kind of code of each name, an index into `KINDS`. */
  readonly kinds: Uint8Array;
  readonly parent: Int32Array;
  /** Of each node, an index into `names`. */
  readonly name: Int32Array;
  readonly sides: readonly Side[];
}

/** What is known of a side as a whole. */
export interface SideInfo {
  readonly total: number;
  /** The summed length of the profiled windows; 0 where it is not known. */
  readonly seconds: number;
  /** How much was left out of the tree, for display only. */
  readonly truncated: number;
}

/** A tree as the server sends it. */
export interface Profile {
  readonly type: string;
  readonly unit: string;
  readonly tree: Tree;
  readonly info: readonly SideInfo[];
  /** How many nodes were left out. */
  readonly truncatedNodes: number;
  /** Of a comparison, for each name: whether the function really changed, all paths together. */
  readonly verdicts: readonly Verdict[];
}

/** What can be said of a function's change; `unknown` where nothing was said. */
export type Verdict = 'real' | 'noise' | 'displaced' | 'unknown';

/** The kinds of code, in the order the server numbers them. */
export const KINDS = ['java', 'inlined', 'native', 'kernel', 'vm', 'class'] as const;
export type Kind = (typeof KINDS)[number];

export function nodeCount(tree: Tree): number {
  return tree.parent.length;
}

/** Value that belongs to the node but to no node shown: what was left out below it. */
export function hiddenValues(tree: Tree, side: Side): Float64Array {
  const hidden = new Float64Array(nodeCount(tree));
  for (let i = 0; i < hidden.length; i++) {
    hidden[i] = side.total[i] - side.self[i];
  }
  for (let i = 1; i < hidden.length; i++) {
    hidden[tree.parent[i]] -= side.total[i];
  }
  return hidden;
}
