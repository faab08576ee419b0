import { nodeCount, type Tree } from './tree.ts';

/**
 * Names a node by the functions on its path, in a few characters that fit into a link and mean the
 * same node after new data has arrived.
 */
export class PathIds {
  private readonly high: Uint32Array;
  private readonly low: Uint32Array;

  constructor(tree: Tree) {
    const n = nodeCount(tree);
    const nameHigh = Uint32Array.from(tree.names, (name) => hash(name, 0x811c9dc5));
    const nameLow = Uint32Array.from(tree.names, (name) => hash(name, 0x1b873593));
    this.high = new Uint32Array(n);
    this.low = new Uint32Array(n);
    for (let i = 1; i < n; i++) {
      const parent = tree.parent[i];
      this.high[i] = mix(this.high[parent], nameHigh[tree.name[i]]);
      this.low[i] = mix(this.low[parent], nameLow[tree.name[i]] ^ 0x5bd1e995);
    }
  }

  /** Empty for the root. */
  of(node: number): string {
    return node === 0 ? '' : hex(this.high[node]) + hex(this.low[node]);
  }

  /** The node an id names, if it is there. */
  find(id: string): number | undefined {
    if (id === '') {
      return 0;
    }
    const high = Number.parseInt(id.slice(0, 8), 16);
    const low = Number.parseInt(id.slice(8), 16);
    for (let i = 1; i < this.high.length; i++) {
      if (this.high[i] === high && this.low[i] === low) {
        return i;
      }
    }
    return undefined;
  }
}

function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return h >>> 0;
}

function mix(a: number, b: number): number {
  let h = Math.imul(a, 0x85ebca6b) ^ b;
  h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
  return (h ^ (h >>> 13)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
