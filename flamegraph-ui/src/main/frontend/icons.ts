import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

/** Icons of 16 by 16 in the colour of the text around them. */
const icon = (paths: SVGTemplateResult): TemplateResult => html`
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor"
    stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`;

export const searchIcon = icon(svg`<circle cx="7" cy="7" r="4.25"/><path d="m10.3 10.3 3.2 3.2"/>`);
export const closeIcon = icon(svg`<path d="m4 4 8 8m0-8-8 8"/>`);
export const previousIcon = icon(svg`<path d="m10 3.5-4.5 4.5L10 12.5"/>`);
export const nextIcon = icon(svg`<path d="m6 3.5 4.5 4.5L6 12.5"/>`);
export const resetIcon = icon(svg`<path d="M3 8a5 5 0 1 0 1.7-3.8M3 2.5v3h3"/>`);
export const icicleIcon = icon(svg`<path d="M2 3.5h12M2 8h8M2 12.5h4"/>`);
export const flameIcon = icon(svg`<path d="M2 12.5h12M2 8h8M2 3.5h4"/>`);
export const sunIcon = icon(
  svg`<circle cx="8" cy="8" r="2.75"/><path d="M8 1.5v1.2m0 10.6v1.2M1.5 8h1.2m10.6 0h1.2M3.4 3.4l.85.85m7.5 7.5.85.85m0-9.2-.85.85m-7.5 7.5-.85.85"/>`,
);
export const moonIcon = icon(svg`<path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z"/>`);
export const systemIcon = icon(
  svg`<rect x="2" y="3" width="12" height="8" rx="1"/><path d="M6 13.5h4"/>`,
);
