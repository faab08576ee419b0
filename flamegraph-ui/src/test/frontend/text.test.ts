import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { nameParts, packageGroup, shortestName } from '../../main/frontend/flame/names.ts';
import { changeColour, colourOf } from '../../main/frontend/flame/palette.ts';
import {
  formatPoints,
  formatRate,
  formatShare,
  formatValue,
} from '../../main/frontend/flame/units.ts';

interface Written {
  readonly how: 'value' | 'rate' | 'share' | 'points';
  readonly value: number;
  readonly unit: string;
  readonly text: string;
  /** Of a rate. */
  readonly type?: string;
}

test('values are written as the server writes them', () => {
  const file = new URL('../resources/dev/cresset/flamegraphui/page/units.json', import.meta.url);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Written[];
  for (const { how, value, unit, text, type } of table) {
    const written = {
      value: () => formatValue(value, unit),
      rate: () => formatRate(value, type ?? '', unit),
      share: () => formatShare(value),
      points: () => formatPoints(value),
    }[how]();
    assert.equal(written, text);
  }
});

test('a function is told by class and method, its package aside', () => {
  assert.deepEqual(nameParts('com.acme.Shop.sell', 'java'), {
    short: 'Shop.sell',
    packageName: 'com.acme',
  });
  assert.deepEqual(nameParts('com.acme.Shop$$Lambda.0x0012.run', 'java'), {
    short: 'Shop$$Lambda.0x0012.run',
    packageName: 'com.acme',
  });
  assert.equal(nameParts('a.b.c.d', 'inlined').short, 'c.d');
  assert.equal(nameParts('com.acme.Shop.sell(java.lang.String)', 'java').packageName, 'com.acme');
  assert.equal(nameParts('std::vector<a.b>::push', 'native').short, 'std::vector<a.b>::push');
  assert.equal(nameParts('java.util.HashMap$Node', 'class').short, 'HashMap$Node');
  assert.equal(shortestName('com.acme.Shop.sell', 'java'), 'sell');
});

test('libraries are grouped by three segments, the platform by two, other code by kind', () => {
  assert.equal(packageGroup('com.acme.shop.web.Router.go', 'java'), 'com.acme.shop');
  assert.equal(packageGroup('java.util.concurrent.FutureTask.run', 'java'), 'java.util');
  assert.equal(packageGroup('memcpy', 'native'), 'native code');
  assert.equal(packageGroup('byte[]', 'class'), 'arrays and primitives');
});

test('a colour depends on the name alone, so that pages agree', () => {
  const one = colourOf('com.acme.shop.A.b', 'java', 'package', false);
  assert.equal(colourOf('com.acme.shop.web.C.d', 'java', 'package', false), one);
  assert.notEqual(colourOf('java.util.List.add', 'java', 'package', false), one);
});

test('changes go from blue over grey to orange, larger ones stronger', () => {
  const hue = (colour: string) => Number(colour.match(/ (\d+)\)$/)?.[1]);
  const chroma = (colour: string) => Number(colour.split(' ')[1]);
  assert.equal(hue(changeColour(0.05, 0.1, false)), 52);
  assert.equal(hue(changeColour(-0.05, 0.1, false)), 250);
  assert.ok(chroma(changeColour(0.1, 0.1, true)) > chroma(changeColour(0.01, 0.1, true)));
  assert.ok(chroma(changeColour(0, 0.1, true)) < 0.01);
});
