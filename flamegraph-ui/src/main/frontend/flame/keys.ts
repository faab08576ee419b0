import type { FlameModel } from './model.ts';

/** Where an arrow leads from a box: to its caller, its largest callee, or a neighbour. */
export function moveFocus(
  model: FlameModel,
  box: number,
  key: string,
  rootAtBottom: boolean,
): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return rootAtBottom ? largestChild(model, box) : parent(model, box);
    case 'ArrowDown':
      return rootAtBottom ? parent(model, box) : largestChild(model, box);
    case 'ArrowLeft':
      return sibling(model, box, -1);
    case 'ArrowRight':
      return sibling(model, box, 1);
    case 'Home':
      return 0;
    default:
      return undefined;
  }
}

function parent(model: FlameModel, box: number): number {
  return Math.max(0, model.boxes.tree.parent[box]);
}

function largestChild(model: FlameModel, box: number): number {
  const { first, width } = model.boxes;
  let largest = box;
  for (let child = first[box]; child < first[box + 1]; child++) {
    if (largest === box || width[child] > width[largest]) {
      largest = child;
    }
  }
  return largest;
}

function sibling(model: FlameModel, box: number, step: number): number {
  if (box === 0) {
    return box;
  }
  const { first, tree } = model.boxes;
  const other = box + step;
  const up = tree.parent[box];
  return other >= first[up] && other < first[up + 1] ? other : box;
}
