import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const WIDTH = 120;
const HEIGHT = 28;

/** Values over time without axes; a gap where there are none. */
@customElement('spark-line')
export class SparkLine extends LitElement {
  static styles = css`
    :host {
      display: inline-block;
      width: ${WIDTH}px;
      height: ${HEIGHT}px;
    }
    svg {
      display: block;
    }
    .area {
      fill: var(--c-spark-soft);
    }
    .line {
      fill: none;
      stroke: var(--c-spark);
      stroke-width: 1.5;
      stroke-linejoin: round;
    }
  `;

  @property({ attribute: false }) values: readonly number[] = [];

  render() {
    const runs = this.runs();
    return html`<svg width=${WIDTH} height=${HEIGHT} aria-hidden="true">
      ${runs.map((run) => {
        const line = run.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
        const [first, last] = [run[0][0], run[run.length - 1][0]];
        return svg`<polygon class="area" points="${first},${HEIGHT} ${line} ${last},${HEIGHT}"></polygon>
          <polyline class="line" points=${line}></polyline>`;
      })}
    </svg>`;
  }

  private runs(): [number, number][][] {
    const largest = Math.max(...this.values, 1);
    const runs: [number, number][][] = [];
    let previous = -2;
    this.values.forEach((value, i) => {
      if (value > 0) {
        const x = (i / Math.max(1, this.values.length - 1)) * WIDTH;
        const y = HEIGHT - 2 - (value / largest) * (HEIGHT - 4);
        if (previous !== i - 1) {
          runs.push([]);
        }
        runs[runs.length - 1].push([x, y]);
        previous = i;
      }
    });
    return runs;
  }
}
