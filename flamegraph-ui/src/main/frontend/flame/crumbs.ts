import { html, nothing, type TemplateResult } from 'lit';
import type { FlameModel } from './model.ts';
import { nameParts } from './names.ts';
import { formatShare } from './units.ts';

/** As many of the innermost frames as fit on a line. */
const INNERMOST = 3;

/** The way from all stack traces to the zoomed frame; each step leads back to it. */
export function crumbs(
  model: FlameModel,
  zoomed: number,
  isMissing: boolean,
  zoomTo: (box: number) => void,
): TemplateResult {
  const path = model.path(zoomed);
  const skipped = Math.max(0, path.length - 1 - INNERMOST);
  const shown = [path[0], ...path.slice(1 + skipped)];
  return html`<nav class="crumbs" aria-label="Zoom">
    ${shown.map(
      (box, k) => html`${k === 0 ? nothing : html`<span aria-hidden="true">›</span>`}
        ${k === 1 && skipped > 0
          ? html`<span title="${skipped} frames between">…</span><span aria-hidden="true">›</span>`
          : nothing}
        ${box === zoomed
          ? html`<b aria-current="true" title=${model.name(box)}
              >${label(model, box)} <small>${shares(model, box)}</small></b
            >`
          : html`<button type="button" title=${model.name(box)} @click=${() => zoomTo(box)}>
              ${label(model, box)}
            </button>`}`,
    )}
    ${isMissing
      ? html`<span class="missing" role="status"
          >The frame this link zooms into is not in this selection.</span
        >`
      : nothing}
  </nav>`;
}

function label(model: FlameModel, box: number): string {
  return box === 0 ? 'All' : nameParts(model.name(box), model.kind(box)).short;
}

function shares(model: FlameModel, box: number): string {
  return model.totals.map((_, side) => formatShare(model.share(box, side))).join(' → ');
}
