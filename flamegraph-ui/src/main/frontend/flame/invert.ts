import { hiddenValues, nodeCount, type Side, type Tree } from './tree.ts';

/**
 * The tree turned round: below the root are the functions that values sit at, below each of them
 * its callers. What the tree leaves out stays the difference between the root and its children.
 *
 * @param smallest branches whose value is below this on every side are cut off, which bounds the
 *     work; what is cut off counts in the ancestors, as what the server left out does
 */
export function invert(tree: Tree, smallest: readonly number[]): Tree {
  const work = new Inversion(tree, smallest);
  work.run();
  return work.result();
}

/** Nodes that share an inverted path, each with where on its way to the root it is. */
interface Group {
  readonly parent: number;
  readonly name: number;
  /** The nodes the values sit at. */
  readonly leaves: number[];
  /** For each of `leaves`, its ancestor that this group stands for. */
  readonly ancestors: number[];
}

class Inversion {
  private readonly tree: Tree;
  private readonly smallest: readonly number[];
  private readonly parent: number[] = [-1];
  private readonly name: number[];
  private readonly self: number[][];
  private readonly total: number[][];
  private readonly samples: number[][];
  private readonly ownSamples: Float64Array[];

  constructor(tree: Tree, smallest: readonly number[]) {
    this.tree = tree;
    this.smallest = smallest;
    this.name = [tree.name[0]];
    this.self = tree.sides.map(() => [0]);
    this.total = tree.sides.map((side) => [side.total[0]]);
    this.samples = tree.sides.map((side) => [side.samples.length > 0 ? side.samples[0] : 0]);
    this.ownSamples = tree.sides.map((side) => ownSamples(tree, side));
  }

  run(): void {
    let groups = this.grouped(0, this.leaves(), undefined);
    while (groups.length > 0) {
      const next: Group[] = [];
      for (const group of groups) {
        if (this.add(group)) {
          next.push(...this.callers(group));
        }
      }
      groups = next;
    }
  }

  result(): Tree {
    const sides: Side[] = this.total.map((total, s) => ({
      self: Float64Array.from(this.self[s]),
      total: Float64Array.from(total),
      samples: Float64Array.from(this.samples[s]),
    }));
    const { names, kinds } = this.tree;
    const parent = Int32Array.from(this.parent);
    return { names, kinds, parent, name: Int32Array.from(this.name), sides };
  }

  private leaves(): number[] {
    const leaves: number[] = [];
    for (let i = 1; i < nodeCount(this.tree); i++) {
      if (this.tree.sides.some((side) => side.self[i] !== 0)) {
        leaves.push(i);
      }
    }
    return leaves;
  }

  /** The groups one caller further out; a stack that has none ends at the group itself. */
  private callers(group: Group): Group[] {
    const node = this.parent.length - 1;
    const leaves: number[] = [];
    const ancestors: number[] = [];
    group.ancestors.forEach((ancestor, k) => {
      const caller = this.tree.parent[ancestor];
      if (caller > 0) {
        leaves.push(group.leaves[k]);
        ancestors.push(caller);
      } else {
        this.self.forEach((self, s) => (self[node] += this.tree.sides[s].self[group.leaves[k]]));
      }
    });
    return this.grouped(node, leaves, ancestors);
  }

  private grouped(parent: number, leaves: number[], ancestors: number[] | undefined): Group[] {
    const groups = new Map<number, Group>();
    leaves.forEach((leaf, k) => {
      const ancestor = ancestors ? ancestors[k] : leaf;
      const name = this.tree.name[ancestor];
      let group = groups.get(name);
      if (!group) {
        group = { parent, name, leaves: [], ancestors: [] };
        groups.set(name, group);
      }
      group.leaves.push(leaf);
      group.ancestors.push(ancestor);
    });
    return [...groups.values()];
  }

  private add(group: Group): boolean {
    const sums = this.tree.sides.map((side) => sum(group.leaves, side.self));
    if (sums.every((value, s) => value < this.smallest[s])) {
      return false;
    }
    this.parent.push(group.parent);
    this.name.push(group.name);
    this.self.forEach((column) => column.push(0));
    this.total.forEach((column, s) => column.push(sums[s]));
    this.samples.forEach((column, s) => column.push(sum(group.leaves, this.ownSamples[s])));
    return true;
  }
}

/** The samples at each node itself; where nodes were left out below it, its fair part. */
function ownSamples(tree: Tree, side: Side): Float64Array {
  const own = side.samples.slice();
  if (own.length === 0) {
    return new Float64Array(nodeCount(tree));
  }
  for (let i = 1; i < own.length; i++) {
    own[tree.parent[i]] -= side.samples[i];
  }
  const hidden = hiddenValues(tree, side);
  return own.map((samples, i) =>
    hidden[i] > 0 ? Math.round((samples * side.self[i]) / (side.self[i] + hidden[i])) : samples,
  );
}

function sum(nodes: readonly number[], column: Float64Array): number {
  let result = 0;
  for (const node of nodes) {
    result += column[node];
  }
  return result;
}
