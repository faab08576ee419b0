import type { Boxes } from './arrange.ts';

/** The part of the boxes that is seen, and how it maps to pixels. */
export interface Viewport {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  readonly rowHeight: number;
  /** The range of `Boxes.x` that fills the width. */
  readonly left: number;
  readonly right: number;
  /** How many levels there are to scroll through. */
  readonly levels: number;
  /** Whether the root is at the bottom. */
  readonly rootAtBottom: boolean;
}

/** Boxes narrower than this, in pixels, are not drawn one by one. */
export const SMALLEST = 0.5;

export function pixelsPerUnit(view: Viewport): number {
  return view.right > view.left ? view.width / (view.right - view.left) : 0;
}

export function rowTop(view: Viewport, depth: number): number {
  const row = view.rootAtBottom ? view.levels - 1 - depth : depth;
  return row * view.rowHeight - view.scrollTop;
}

/** The depth of the row at a height of the view. */
export function depthAt(view: Viewport, y: number): number {
  const row = Math.floor((y + view.scrollTop) / view.rowHeight);
  return view.rootAtBottom ? view.levels - 1 - row : row;
}

/** The box under a point; boxes too small to be drawn are not found. */
export function boxAt(boxes: Boxes, view: Viewport, x: number, y: number): number | undefined {
  const depth = depthAt(view, y);
  const scale = pixelsPerUnit(view);
  if (boxes.levels === 0 || depth < 0 || scale === 0) {
    return undefined;
  }
  const at = view.left + x / scale;
  let box = 0;
  while (boxes.depth[box] < depth) {
    const child = childAt(boxes, box, at);
    if (child === undefined) {
      return undefined;
    }
    box = child;
  }
  return boxes.width[box] * scale >= SMALLEST ? box : undefined;
}

function childAt(boxes: Boxes, box: number, at: number): number | undefined {
  const child = firstChildRightOf(boxes, box, at);
  return child < boxes.first[box + 1] && boxes.x[child] <= at ? child : undefined;
}

/** The first child that ends right of a position. */
export function firstChildRightOf(boxes: Boxes, box: number, at: number): number {
  let low = boxes.first[box];
  let high = boxes.first[box + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (boxes.x[middle] + boxes.width[middle] > at) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** How many levels have boxes wide enough to be drawn. */
export function levelsInView(boxes: Boxes, left: number, right: number, width: number): number {
  if (boxes.levels === 0 || right <= left) {
    return boxes.levels;
  }
  const smallest = (SMALLEST * (right - left)) / width;
  let levels = 1;
  const stack = [0];
  for (let box = stack.pop(); box !== undefined; box = stack.pop()) {
    levels = Math.max(levels, boxes.depth[box] + 1);
    const end = boxes.first[box + 1];
    for (let c = firstChildRightOf(boxes, box, left); c < end && boxes.x[c] < right; c++) {
      if (boxes.width[c] >= smallest) {
        stack.push(c);
      }
    }
  }
  return levels;
}
