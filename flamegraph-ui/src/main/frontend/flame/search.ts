import type { Boxes } from './arrange.ts';

/** What a search for frames looks for. */
export interface Search {
  readonly text: string;
  /** False where `text` is not a regular expression and is searched as it stands. */
  readonly regular: boolean;
  readonly pattern: RegExp;
}

/** Upper and lower case are the same. Nothing is searched for a blank text. */
export function parseSearch(text: string): Search | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return { text, regular: true, pattern: new RegExp(text, 'i') };
  } catch {
    return { text, regular: false, pattern: new RegExp(escapeRegExp(text), 'i') };
  }
}

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Which names match, by their index: the nodes themselves are not looked at. */
export function matchNames(names: readonly string[], search: Search): Uint8Array {
  const matches = new Uint8Array(names.length);
  names.forEach((name, i) => (matches[i] = search.pattern.test(name) ? 1 : 0));
  return matches;
}

/** What a search found in a tree or, when zoomed, in the part of it that is in view. */
export interface Matches {
  /** Boxes whose own name matches, from the left and from the root. */
  readonly boxes: readonly number[];
  /** On each side, the value below a match; a match under a match counts once. */
  readonly values: readonly number[];
}

/**
 * @param root the zoomed box; 0 for the whole tree
 */
export function findMatches(boxes: Boxes, names: Uint8Array, root: number): Matches {
  const { tree, first } = boxes;
  const found: number[] = [];
  const values = tree.sides.map(() => 0);
  // A stack rather than recursion: profiles can be thousands of frames deep.
  const stack: { box: number; counted: boolean }[] = [{ box: root, counted: false }];
  if (isUnderMatch(boxes, names, root)) {
    tree.sides.forEach((side, s) => (values[s] = side.total[root]));
    stack[0].counted = true;
  }
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { box } = next;
    let { counted } = next;
    if (box !== 0 && names[tree.name[box]]) {
      found.push(box);
      if (!counted) {
        tree.sides.forEach((side, s) => (values[s] += side.total[box]));
        counted = true;
      }
    }
    for (let child = first[box + 1] - 1; child >= first[box]; child--) {
      stack.push({ box: child, counted });
    }
  }
  return { boxes: found, values };
}

function isUnderMatch(boxes: Boxes, names: Uint8Array, root: number): boolean {
  for (let box = root; box > 0; box = boxes.tree.parent[box]) {
    if (names[boxes.tree.name[box]]) {
      return true;
    }
  }
  return false;
}
