import { hiddenValues, nodeCount, type Side, type Tree } from './tree.ts';

/**
 * A tree laid out as boxes. Nodes are renumbered level by level and from left to right, so the
 * children of a box are neighbours: those from `first[i]` up to `first[i + 1]`.
 */
export interface Boxes {
  readonly tree: Tree;
  readonly first: Int32Array;
  readonly depth: Int32Array;
  readonly levels: number;
  /** Left edge, in units of `width`. */
  readonly x: Float64Array;
  readonly width: Float64Array;
  /** The part of `width`, at its right end, that stands for nodes left out of the tree. */
  readonly hidden: Float64Array;
}

/** Which side's value a box is as wide as; `max` takes the larger, so that nothing vanishes. */
export type WidthBy = 'base' | 'target' | 'max';

/**
 * @param scales what each side's values are multiplied with before they become widths
 */
export function arrange(tree: Tree, scales: readonly number[], by: WidthBy): Boxes {
  const ordered = levelOrder(tree);
  const { width, hidden } = widths(ordered.tree, scales, by);
  const n = nodeCount(ordered.tree);
  const depth = new Int32Array(n);
  const x = new Float64Array(n);
  let levels = n > 0 ? 1 : 0;
  for (let i = 0; i < n; i++) {
    let left = x[i];
    for (let child = ordered.first[i]; child < ordered.first[i + 1]; child++) {
      x[child] = left;
      left += width[child];
      depth[child] = depth[i] + 1;
      levels = depth[child] + 1;
    }
  }
  return { tree: ordered.tree, first: ordered.first, depth, levels, x, width, hidden };
}

function widths(tree: Tree, scales: readonly number[], by: WidthBy) {
  const scaled = (side: number, values: Float64Array) => values.map((v) => v * scales[side]);
  const totals = tree.sides.map((side, s) => scaled(s, side.total));
  const hiddens = tree.sides.map((side, s) => scaled(s, hiddenValues(tree, side)));
  if (tree.sides.length === 1 || by === 'base') {
    return { width: totals[0], hidden: hiddens[0] };
  }
  if (by === 'target') {
    return { width: totals[1], hidden: hiddens[1] };
  }
  return widest(tree, totals, hiddens);
}

/** Both sides' maximum; a box grows beyond it where its children together need more room. */
function widest(tree: Tree, totals: Float64Array[], hiddens: Float64Array[]) {
  const n = nodeCount(tree);
  const children = new Float64Array(n);
  const width = new Float64Array(n);
  const hidden = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    hidden[i] = Math.max(hiddens[0][i], hiddens[1][i]);
    width[i] = Math.max(totals[0][i], totals[1][i], children[i] + hidden[i]);
    if (i > 0) {
      children[tree.parent[i]] += width[i];
    }
  }
  return { width, hidden };
}

/** Siblings go by name, so that a box stays where it was when values change. */
function levelOrder(tree: Tree): { tree: Tree; first: Int32Array } {
  const n = nodeCount(tree);
  const { offsets, children } = childrenByName(tree);
  const source = new Int32Array(n);
  const parent = new Int32Array(n);
  const first = new Int32Array(n + 1);
  let end = Math.min(1, n);
  if (n > 0) {
    parent[0] = -1;
  }
  for (let i = 0; i < n; i++) {
    first[i] = end;
    const node = source[i];
    for (let c = offsets[node]; c < offsets[node + 1]; c++) {
      source[end] = children[c];
      parent[end] = i;
      end++;
    }
  }
  first[n] = n;
  return { tree: permute(tree, source, parent), first };
}

function childrenByName(tree: Tree): { offsets: Int32Array; children: Int32Array } {
  const n = nodeCount(tree);
  const offsets = new Int32Array(n + 1);
  for (let i = 1; i < n; i++) {
    offsets[tree.parent[i] + 1]++;
  }
  for (let i = 0; i < n; i++) {
    offsets[i + 1] += offsets[i];
  }
  const next = offsets.slice();
  const children = new Int32Array(Math.max(0, n - 1));
  for (const node of nodesByName(tree)) {
    if (node > 0) {
      children[next[tree.parent[node]]++] = node;
    }
  }
  return { offsets, children };
}

function nodesByName(tree: Tree): Int32Array {
  const names = tree.names;
  const order = Array.from(names.keys()).sort((a, b) => compare(names[a], names[b]));
  const rank = new Int32Array(names.length);
  order.forEach((name, position) => (rank[name] = position));
  const next = new Int32Array(names.length + 1);
  for (const name of tree.name) {
    next[rank[name] + 1]++;
  }
  for (let i = 0; i < names.length; i++) {
    next[i + 1] += next[i];
  }
  const nodes = new Int32Array(nodeCount(tree));
  tree.name.forEach((name, node) => (nodes[next[rank[name]]++] = node));
  return nodes;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function permute(tree: Tree, source: Int32Array, parent: Int32Array): Tree {
  const doubles = (column: Float64Array) =>
    column.length === 0 ? column : Float64Array.from(source, (node) => column[node]);
  const sides: Side[] = tree.sides.map((side) => ({
    self: doubles(side.self),
    total: doubles(side.total),
    samples: doubles(side.samples),
  }));
  const name = Int32Array.from(source, (node) => tree.name[node]);
  return { names: tree.names, kinds: tree.kinds, parent, name, sides };
}
