import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../../main/frontend/flame/arrange.ts';
import { invert } from '../../main/frontend/flame/invert.ts';
import { FlameModel } from '../../main/frontend/flame/model.ts';
import { PathIds } from '../../main/frontend/flame/path-id.ts';
import { findMatches, matchNames, parseSearch } from '../../main/frontend/flame/search.ts';
import type { Profile, Side, Tree } from '../../main/frontend/flame/tree.ts';
import { boxAt, levelsInView, type Viewport } from '../../main/frontend/flame/viewport.ts';

type Node = readonly [parent: number, name: string, ...values: (readonly [number, number])[]];

/** A tree from nodes with [self, total] of each side. */
function tree(nodes: readonly Node[]): Tree {
  const names = [...new Set(nodes.map(([, name]) => name))];
  const sides: Side[] = nodes[0].slice(2).map((_, s) => ({
    self: Float64Array.from(nodes, (node) => (node[s + 2] as [number, number])[0]),
    total: Float64Array.from(nodes, (node) => (node[s + 2] as [number, number])[1]),
    samples: Float64Array.from(nodes, (node) => (node[s + 2] as [number, number])[1]),
  }));
  return {
    names,
    kinds: new Uint8Array(names.length),
    parent: Int32Array.from(nodes, ([parent]) => parent),
    name: Int32Array.from(nodes, ([, name]) => names.indexOf(name)),
    sides,
  };
}

const SIMPLE = tree([
  [-1, 'all', [0, 10]],
  [0, 'main', [1, 10]],
  [1, 'work', [2, 6]],
  [2, 'work', [3, 3]],
  [1, 'idle', [3, 3]],
]);

const names = (boxes: { tree: Tree }) =>
  [...boxes.tree.name].map((name) => boxes.tree.names[name]);

test('boxes lie below their parents, siblings by name, levels one after another', () => {
  const boxes = arrange(SIMPLE, [1], 'max');
  assert.deepEqual(names(boxes), ['all', 'main', 'idle', 'work', 'work']);
  assert.deepEqual([...boxes.x], [0, 0, 0, 3, 3]);
  assert.deepEqual([...boxes.width], [10, 10, 3, 6, 3]);
  assert.deepEqual([...boxes.depth], [0, 1, 2, 2, 3]);
  assert.equal(boxes.levels, 4);
});

test('what was left out below a box stays as room at its right end', () => {
  const boxes = arrange(
    tree([
      [-1, 'all', [0, 10]],
      [0, 'a', [1, 10]],
      [1, 'b', [4, 4]],
    ]),
    [1],
    'max',
  );
  assert.deepEqual([...boxes.hidden], [0, 5, 0]);
});

test('a recursive match counts once', () => {
  const boxes = arrange(SIMPLE, [1], 'max');
  const search = parseSearch('WORK');
  assert.ok(search);
  const found = findMatches(boxes, matchNames(boxes.tree.names, search), 0);
  assert.deepEqual(found.values, [6]);
  assert.equal(found.boxes.length, 2);
});

test('below a match everything is a match, wherever the view is zoomed to', () => {
  const boxes = arrange(SIMPLE, [1], 'max');
  const search = parseSearch('main');
  assert.ok(search);
  const idle = names(boxes).indexOf('idle');
  const found = findMatches(boxes, matchNames(boxes.tree.names, search), idle);
  assert.deepEqual(found.values, [3]);
});

test('a search that is no regular expression is taken as it stands', () => {
  assert.equal(parseSearch('a(b')?.regular, false);
  assert.ok(parseSearch('a(b')?.pattern.test('xA(By'));
  assert.equal(parseSearch('  '), undefined);
});

test('inverted, the functions with the value come first and their callers below', () => {
  const boxes = arrange(invert(SIMPLE, [0]), [1], 'max');
  assert.deepEqual(names(boxes), ['all', 'idle', 'main', 'work', 'main', 'main', 'work', 'main']);
  const firstLevel = [1, 2, 3].map((box) => [names(boxes)[box], boxes.width[box]]);
  assert.deepEqual(firstLevel, [
    ['idle', 3],
    ['main', 1],
    ['work', 5],
  ]);
});

test('inverting loses nothing: what ends at a frame is its self value', () => {
  const inverted = invert(SIMPLE, [0]);
  const self = inverted.sides[0].self.reduce((sum, value) => sum + value, 0);
  assert.equal(self, 9);
  assert.equal(inverted.sides[0].total[0], 10);
});

test('a path id names the same frame after other data came', () => {
  const before = arrange(SIMPLE, [1], 'max');
  const id = new PathIds(before.tree).of(names(before).lastIndexOf('work'));
  const after = arrange(
    tree([
      [-1, 'all', [0, 20]],
      [0, 'another', [5, 5]],
      [0, 'main', [1, 15]],
      [2, 'work', [2, 14]],
      [3, 'work', [12, 12]],
    ]),
    [1],
    'max',
  );
  assert.equal(new PathIds(after.tree).find(id), names(after).lastIndexOf('work'));
  assert.equal(new PathIds(after.tree).find('0123456789abcdef'), undefined);
  assert.equal(new PathIds(after.tree).find(''), 0);
});

const COMPARED = tree([
  [-1, 'all', [0, 100], [0, 200]],
  [0, 'same', [50, 50], [100, 100]],
  [0, 'grown', [20, 20], [80, 80]],
  [0, 'gone', [30, 30], [0, 0]],
  [0, 'new', [0, 0], [20, 20]],
]);

function compared(): FlameModel {
  const profile: Profile = {
    type: 'cpu',
    unit: 'nanoseconds',
    tree: COMPARED,
    info: [
      { total: 100, seconds: 10, truncated: 0 },
      { total: 200, seconds: 10, truncated: 0 },
    ],
    truncatedNodes: 0,
    verdicts: COMPARED.names.map((name) => (name === 'same' ? 'noise' : 'real')),
  };
  return new FlameModel(profile, { inverted: false, widthBy: 'max', scaleBy: 'share' });
}

test('shares decide what grew: twice the value of a side twice as large is the same', () => {
  const model = compared();
  const changes = Object.fromEntries(
    [1, 2, 3, 4].map((box) => [model.name(box), model.change(box)]),
  );
  assert.deepEqual(changes, { gone: 'removed', grown: 'grown', new: 'added', same: 'same' });
});

test('as wide as the larger side, nothing vanishes and the parent has room for all', () => {
  const { boxes } = compared();
  assert.ok([...boxes.width].every((width) => width > 0));
  const children = boxes.width.slice(1).reduce((sum, width) => sum + width, 0);
  assert.ok(boxes.width[0] >= children - 1e-12);
});

test('by the target, what it does not have has no width', () => {
  const boxes = arrange(COMPARED, [1 / 100, 1 / 200], 'target');
  assert.equal(boxes.width[names(boxes).indexOf('gone')], 0);
  assert.equal(boxes.width[names(boxes).indexOf('new')], 0.1);
});

const VIEW: Viewport = {
  width: 1000,
  height: 200,
  scrollTop: 0,
  rowHeight: 20,
  left: 0,
  right: 10,
  levels: 4,
  rootAtBottom: false,
};

test('a point finds its box, from above and from below', () => {
  const boxes = arrange(SIMPLE, [1], 'max');
  assert.equal(names(boxes)[boxAt(boxes, VIEW, 150, 45) ?? -1], 'idle');
  assert.equal(boxAt(boxes, VIEW, 950, 45), undefined);
  const flame = { ...VIEW, rootAtBottom: true };
  assert.equal(boxAt(boxes, flame, 500, 70), 0);
});

test('levels of which nothing is wide enough to be seen do not have to be scrolled', () => {
  const boxes = arrange(
    tree([
      [-1, 'all', [0, 1e6]],
      [0, 'wide', [1e6 - 1, 1e6]],
      [1, 'sliver', [1, 1]],
    ]),
    [1],
    'max',
  );
  assert.equal(levelsInView(boxes, 0, 1e6, 1000), 2);
});

test('a million nodes are laid out, and of these only what is wide enough is visited', () => {
  const n = 1_000_001;
  const parent = Int32Array.from({ length: n }, (_, i) => (i === 0 ? -1 : i <= 1000 ? 0 : i % 1000 + 1));
  const name = Int32Array.from({ length: n }, (_, i) => i % 5000);
  const total = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1e6 : i <= 1000 ? 1000 : 1));
  const side = { self: total, total, samples: total };
  const namesOfAll = Array.from({ length: 5000 }, (_, i) => `f${i}`);
  const kinds = new Uint8Array(5000);
  const boxes = arrange({ names: namesOfAll, kinds, parent, name, sides: [side] }, [1], 'max');
  assert.equal(boxes.x.length, n);
  assert.equal(levelsInView(boxes, 0, 1e6, 1000), 2);
  assert.equal(levelsInView(boxes, 0, 1000, 1000), 3);
});
