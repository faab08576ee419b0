import { html, nothing, type TemplateResult } from 'lit';
import { SYMBOLS } from './look.ts';
import type { FlameModel } from './model.ts';
import { nameParts } from './names.ts';
import { KIND_LABELS } from './palette.ts';
import type { Verdict } from './tree.ts';
import { formatPoints, formatShare, formatValue, grouped } from './units.ts';

/** Everything known of a box. Names reach the page as text, never as markup. */
export function hoverCard(model: FlameModel, box: number, zoom: number): TemplateResult {
  const name = model.name(box);
  const kind = model.kind(box);
  const parts = nameParts(name, kind);
  return html`
    <div class="card-name">
      ${parts.packageName === '' ? nothing : html`<span>${parts.packageName}.</span>`}<b
        >${parts.short}</b
      >
    </div>
    <div class="card-kind">${box === 0 ? 'All stack traces' : KIND_LABELS[kind]}</div>
    ${model.isDiff ? diffRows(model, box) : rows(model, box, zoom)}
  `;
}

function rows(model: FlameModel, box: number, zoom: number): TemplateResult {
  const { unit } = model.profile;
  const whole = model.totals[0];
  const zoomed = zoom === 0 ? 0 : model.total(zoom);
  const row = (label: string, value: number) => html`
    <tr>
      <th scope="row">${label}</th>
      <td>${formatValue(value, unit)}</td>
      <td>${formatShare(whole > 0 ? value / whole : 0)}</td>
      ${zoomed > 0 ? html`<td>${formatShare(value / zoomed)}</td>` : nothing}
    </tr>
  `;
  const hidden = hiddenBelow(model, box, 0);
  return html`
    <table>
      <thead>
        <tr>
          <td></td>
          <td></td>
          <th scope="col">of total</th>
          ${zoomed > 0 ? html`<th scope="col">of zoomed</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${row('Total', model.total(box))} ${row('Self', model.self(box))}
        ${hidden > 0 ? row('Not shown', hidden) : nothing}
        <tr>
          <th scope="row">Samples</th>
          <td>${grouped(model.samples(box))}</td>
        </tr>
      </tbody>
    </table>
  `;
}

function diffRows(model: FlameModel, box: number): TemplateResult {
  const { unit } = model.profile;
  const row = (label: string, side: number) => html`
    <tr>
      <th scope="row">${label}</th>
      <td>${formatShare(model.share(box, side))}</td>
      <td>${formatValue(model.total(box, side), unit)}</td>
      <td>${formatValue(model.self(box, side), unit)}</td>
    </tr>
  `;
  return html`
    <table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">share</th>
          <th scope="col">total</th>
          <th scope="col">self</th>
        </tr>
      </thead>
      <tbody>
        ${row('Base', 0)} ${row('Target', 1)}
      </tbody>
    </table>
    <div class="card-change" data-change=${model.change(box)}>${changeText(model, box)}</div>
    ${box === 0 ? nothing : html`<div class="card-verdict">${VERDICTS[model.verdict(box)]}</div>`}
  `;
}

const VERDICTS: Record<Verdict, string> = {
  real: 'The function changed beyond what chance explains.',
  noise: 'The function as a whole: could be noise.',
  displaced: 'The function as a whole: moved only because others changed.',
  unknown: '',
};

export function changeText(model: FlameModel, box: number): string {
  const change = model.change(box);
  const points = formatPoints(model.shareChange(box));
  switch (change) {
    case 'added':
      return `${SYMBOLS.added}Added: only in the target (${points})`;
    case 'removed':
      return `${SYMBOLS.removed}Removed: only in the base (${points})`;
    case 'grown':
      return `${SYMBOLS.grown}Grown by ${points.slice(1)}`;
    case 'shrunk':
      return `${SYMBOLS.shrunk}Shrunk by ${points.slice(1)}`;
    case 'same':
      return 'About the same share on both sides';
  }
}

/** What was left out directly below a box. */
function hiddenBelow(model: FlameModel, box: number, side: number): number {
  const { first, tree } = model.boxes;
  let rest = tree.sides[side].total[box] - tree.sides[side].self[box];
  for (let child = first[box]; child < first[box + 1]; child++) {
    rest -= tree.sides[side].total[child];
  }
  return rest;
}

/** One line that says what a box is, for those who hear the page. */
export function spokenBox(model: FlameModel, box: number): string {
  const { unit } = model.profile;
  const level = `level ${model.boxes.depth[box] + 1}`;
  if (model.isDiff) {
    const shares = `base ${formatShare(model.share(box, 0))}, target ${formatShare(model.share(box, 1))}`;
    return `${model.name(box)}, ${changeText(model, box)}, ${shares}, ${level}`;
  }
  const total = `${formatShare(model.share(box))} of total, ${formatValue(model.total(box), unit)}`;
  return `${model.name(box)}, ${total}, self ${formatValue(model.self(box), unit)}, ${level}`;
}
