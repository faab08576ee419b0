import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPoints } from './flame/units.ts';

const WIDTH = 100;
const HEIGHT = 20;

/** A change of share with its interval, drawn to a scale that all rows of a table have. */
@customElement('change-interval')
export class ChangeInterval extends LitElement {
  static styles = css`
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      font-variant-numeric: tabular-nums;
    }
    svg {
      flex: 1;
      min-width: 0;
      height: ${HEIGHT}px;
      overflow: visible;
    }
    span {
      flex: none;
      width: 66px;
      text-align: right;
      white-space: nowrap;
    }
    line {
      vector-effect: non-scaling-stroke;
      stroke: var(--c-text-3);
    }
    .zero {
      stroke: var(--c-line-2);
      stroke-dasharray: 2 2;
    }
    .range {
      stroke-width: 5;
      stroke: var(--c-line-2);
    }
    .point {
      stroke-width: 2;
      stroke: var(--c-text-2);
    }
    .grown .range {
      stroke: var(--c-grown-soft);
    }
    .grown .point {
      stroke: var(--c-grown);
    }
    .shrunk .range {
      stroke: var(--c-shrunk-soft);
    }
    .shrunk .point {
      stroke: var(--c-shrunk);
    }
  `;

  @property({ type: Number }) change = 0;
  @property({ type: Number }) low = 0;
  @property({ type: Number }) high = 0;
  /** The change that reaches the edge. */
  @property({ type: Number }) scale = 0.01;
  @property() verdict = '';

  render() {
    const interval = `${formatPoints(this.low)} to ${formatPoints(this.high)}`;
    return html`<svg
        class=${this.direction()}
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label="95 % interval: ${interval}"
      >
        ${svg`<line class="zero" x1="50" x2="50" y1="1" y2="${HEIGHT - 1}"></line>
          <line class="range" x1=${this.x(this.low)} x2=${this.x(this.high)} y1="10" y2="10"></line>
          <line class="point" x1=${this.x(this.change)} x2=${this.x(this.change)} y1="4" y2="16"></line>`}
      </svg>
      <span title="95 % interval: ${interval}">${formatPoints(this.change)}</span>`;
  }

  private direction(): string {
    switch (this.verdict) {
      case 'GROWN':
      case 'ADDED':
        return 'grown';
      case 'SHRUNK':
      case 'REMOVED':
        return 'shrunk';
      default:
        return '';
    }
  }

  private x(value: number): number {
    const clamped = Math.max(-1, Math.min(1, value / this.scale));
    return (WIDTH / 2) * (1 + clamped);
  }
}
