import { html, type TemplateResult } from 'lit';
import { PALE } from './look.ts';
import type { FlameModel } from './model.ts';
import { kindOf, packageGroup } from './names.ts';
import { changeColour, colourOf, KIND_LABELS, type ColourBy } from './palette.ts';
import { escapeRegExp } from './search.ts';
import { formatPoints, formatShare } from './units.ts';

/** A colour with what it stands for. */
export interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  /** By self value, of the whole. */
  readonly share: number;
  /** What finds its frames; empty where a search cannot. */
  readonly search: string;
}

const MOST = 8;

/** The colours that most value sits at, and how much of it. */
export function legendEntries(model: FlameModel, by: ColourBy, dark: boolean): LegendEntry[] {
  const entries = new Map<string, { value: number; name: number }>();
  const { tree } = model.boxes;
  const self = selfByName(model);
  self.forEach((value, name) => {
    const kind = kindOf(tree.kinds[name]);
    const label = by === 'kind' ? KIND_LABELS[kind] : packageGroup(tree.names[name], kind);
    const entry = entries.get(label);
    if (entry) {
      entry.value += value;
    } else if (value > 0) {
      entries.set(label, { value, name });
    }
  });
  return [...entries]
    .sort(([, a], [, b]) => b.value - a.value)
    .slice(0, MOST)
    .map(([label, { value, name }]) => ({
      label,
      colour: colourOf(tree.names[name], kindOf(tree.kinds[name]), by, dark),
      share: model.totals[0] > 0 ? value / model.totals[0] : 0,
      search: by === 'package' && label.includes('.') ? `^${escapeRegExp(label)}\\.` : '',
    }));
}

/** Self values as the server sent them: an inverted tree has none of its own. */
function selfByName(model: FlameModel): Float64Array {
  const { tree } = model.profile;
  const values = new Float64Array(tree.names.length);
  for (let i = 1; i < tree.name.length; i++) {
    values[tree.name[i]] += tree.sides[0].self[i];
  }
  return values;
}

export function flameLegend(
  entries: readonly LegendEntry[],
  onSearch: (text: string) => void,
): TemplateResult {
  return html`<div class="legend" role="group" aria-label="Colours, by self value">
    ${entries.map((entry) => {
      const content = html`<i style="background:${entry.colour}"></i>${entry.label}
        <small>${formatShare(entry.share)}</small>`;
      return entry.search === ''
        ? html`<span class="entry">${content}</span>`
        : html`<button
            type="button"
            class="entry"
            title="Search for ${entry.label}"
            @click=${() => onSearch(entry.search)}
          >
            ${content}
          </button>`;
    })}
  </div>`;
}

/** The scale of changes, and the signs that stand for them without colour. */
export function diffLegend(model: FlameModel, dark: boolean): TemplateResult {
  const full = model.fullChange;
  const stops = [-1, -0.5, -0.15, 0, 0.15, 0.5, 1];
  const colours = stops.map((t) => changeColour(t * full, full, dark)).join(', ');
  return html`<div class="legend" role="group" aria-label="Colours, by change of share">
    <span class="entry"><span class="sign">▼</span> shrunk</span>
    <span class="entry">
      <small>${formatPoints(-full)}</small>
      <i class="scale" style="background:linear-gradient(to right, ${colours})"></i>
      <small>${formatPoints(full)}</small>
    </span>
    <span class="entry"><span class="sign">▲</span> grown</span>
    <span class="entry"
      ><i class="hatched added" style="background-color:${changeColour(full, full, dark)}"></i
      ><span class="sign">+</span> only in target</span
    >
    <span class="entry"
      ><i class="hatched removed" style="background-color:${changeColour(-full, full, dark)}"></i
      ><span class="sign">−</span> only in base</span
    >
    <span class="entry"
      ><i style="background:${changeColour(full * PALE, full, dark)}"></i> grey: could be noise</span
    >
  </div>`;
}
