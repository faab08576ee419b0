import { html, nothing, type TemplateResult } from 'lit';
import { closeIcon, flameIcon, icicleIcon, nextIcon, previousIcon, resetIcon, searchIcon } from '../icons.ts';
import type { WidthBy } from './arrange.ts';
import type { Finding, ScaleBy } from './model.ts';
import type { ColourBy } from './palette.ts';
import { formatShare, grouped } from './units.ts';

/** What can be chosen in the toolbar. */
export interface ViewChoices {
  search: string;
  zoom: string;
  highlight: string;
  inverted: boolean;
  rootAtBottom: boolean;
  colours: ColourBy;
  widthBy: WidthBy;
  scaleBy: ScaleBy;
}

export interface ToolbarHost extends Readonly<ViewChoices> {
  readonly isDiff: boolean;
  readonly isZoomed: boolean;
  readonly finding: Finding | undefined;
  readonly foundShares: readonly number[];
  readonly foundValue: string;
  readonly foundIsLowerBound: boolean;
  change(values: Partial<ViewChoices>): void;
  goToMatch(step: number): void;
}

export function toolbar(host: ToolbarHost): TemplateResult {
  return html`<div class="bar ${host.isDiff ? 'diff' : ''}" role="toolbar" aria-label="Flame graph">
    ${searchField(host)} ${found(host)}
    <span class="spring"></span>
    ${host.isDiff ? diffChoices(host) : colourChoice(host)}
    ${segments('Direction', host.inverted ? 'up' : 'down', DIRECTIONS, (direction) =>
      host.change({ inverted: direction === 'up', zoom: '' }),
    )}
    <button
      type="button"
      class="square"
      title=${host.rootAtBottom ? 'Root at the bottom. Put it at the top' : 'Root at the top. Put it at the bottom'}
      aria-label=${host.rootAtBottom ? 'Put the root at the top' : 'Put the root at the bottom'}
      aria-pressed=${host.rootAtBottom}
      @click=${() => host.change({ rootAtBottom: !host.rootAtBottom })}
    >
      ${host.rootAtBottom ? flameIcon : icicleIcon}
    </button>
    <button
      type="button"
      class="square"
      title="Reset zoom (Esc)"
      aria-label="Reset zoom"
      ?disabled=${!host.isZoomed}
      @click=${() => host.change({ zoom: '' })}
    >
      ${resetIcon}
    </button>
  </div>`;
}

function searchField(host: ToolbarHost): TemplateResult {
  const typed = (event: Event) => {
    host.change({ search: (event.target as HTMLInputElement).value, highlight: '' });
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      host.goToMatch(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      host.change({ search: '', highlight: '' });
    }
  };
  const literal = host.finding?.search?.regular === false;
  return html`<label class="search" ?data-literal=${literal}>
    ${searchIcon}
    <input
      type="text"
      spellcheck="false"
      autocomplete="off"
      placeholder="Search frames, regex"
      aria-label="Search frames by regular expression"
      title=${literal ? 'Not a regular expression, so searched as it stands' : ''}
      .value=${host.search}
      @input=${typed}
      @keydown=${keyed}
    />
    ${host.search === ''
      ? html`<kbd>/</kbd>`
      : html`<button
          type="button"
          aria-label="Clear the search"
          @click=${() => host.change({ search: '' })}
        >
          ${closeIcon}
        </button>`}
  </label>`;
}

function found(host: ToolbarHost): TemplateResult {
  const count = host.finding?.matches.boxes.length ?? 0;
  return html`<div class="found" role="status">
    ${host.highlight === ''
      ? nothing
      : html`<button
          type="button"
          class="chip"
          title="Stop highlighting ${host.highlight}"
          @click=${() => host.change({ highlight: '' })}
        >
          <span>${host.highlight}</span>${closeIcon}
        </button>`}
    ${host.finding === undefined
      ? nothing
      : html`<span class="matched" data-frames=${count}
            ><b
              >${host.foundIsLowerBound && count > 0 ? '≥ ' : ''}${host.foundShares
                .map(formatShare)
                .join(' → ')}</b
            >
            <span class="detail"
              >${host.isDiff ? '' : `${host.foundValue}, `}${grouped(count)}
              ${count === 1 ? 'frame' : 'frames'}</span
            ></span
          >
          ${step('Previous match', previousIcon, count, () => host.goToMatch(-1))}
          ${step('Next match', nextIcon, count, () => host.goToMatch(1))}`}
  </div>`;
}

function step(label: string, icon: TemplateResult, count: number, run: () => void): TemplateResult {
  return html`<button
    type="button"
    class="square small"
    title=${label}
    aria-label=${label}
    ?disabled=${count === 0}
    @click=${run}
  >
    ${icon}
  </button>`;
}

const DIRECTIONS: readonly Choice<'down' | 'up'>[] = [
  ['down', 'Top-down', 'From the root to what it calls'],
  ['up', 'Bottom-up', 'From where the value is to its callers'],
];
const COLOURS: readonly Choice<ColourBy>[] = [
  ['package', 'Package', 'Colour by package'],
  ['kind', 'Kind', 'Colour by kind of code: Java, inlined, native, kernel, JVM'],
];
const WIDTHS: readonly Choice<WidthBy>[] = [
  ['max', 'larger side', 'As wide as the larger side, so that nothing vanishes'],
  ['base', 'base', 'As wide as in the base'],
  ['target', 'target', 'As wide as in the target'],
];
const SCALES: readonly Choice<ScaleBy>[] = [
  ['share', 'share of side', 'Each side as a share of its own total'],
  ['second', 'per second', 'Each side divided by how long it was profiled'],
  ['total', 'absolute', 'Each side as it is, however long it was profiled'],
];

function diffChoices(host: ToolbarHost): TemplateResult {
  return html`${dropDown('Width', host.widthBy, WIDTHS, (widthBy) => host.change({ widthBy }))}
  ${dropDown('Values', host.scaleBy, SCALES, (scaleBy) => host.change({ scaleBy }))}`;
}

function colourChoice(host: ToolbarHost): TemplateResult {
  return segments('Colour', host.colours, COLOURS, (colours) => host.change({ colours }));
}

/** A value with how it is called and explained. */
type Choice<T> = readonly [T, string, string];

function segments<T extends string>(
  label: string,
  chosen: T,
  choices: readonly Choice<T>[],
  choose: (value: T) => void,
): TemplateResult {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${choices.map(
      ([value, text, title]) =>
        html`<button
          type="button"
          title=${title}
          aria-pressed=${value === chosen}
          @click=${() => choose(value)}
        >
          ${text}
        </button>`,
    )}
  </div>`;
}

/** As segments, but where there is little room. */
function dropDown<T extends string>(
  label: string,
  chosen: T,
  choices: readonly Choice<T>[],
  choose: (value: T) => void,
): TemplateResult {
  const changed = (event: Event) => choose((event.target as HTMLSelectElement).value as T);
  return html`<label class="drop-down" title=${choices.find(([value]) => value === chosen)?.[2] ?? ''}
    ><span>${label}</span>
    <select aria-label=${label} @change=${changed}>
      ${choices.map(
        ([value, text, title]) =>
          html`<option value=${value} title=${title} ?selected=${value === chosen}>${text}</option>`,
      )}
    </select></label
  >`;
}
