import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { formatRate, isLevel } from './flame/units.ts';
import { releaseColour } from './release-colours.ts';
import { isDark, onThemeChange } from './theme.ts';

interface Line {
  readonly release: string;
  /** Decides the colour. */
  readonly colour: number;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** Times in seconds since the epoch. */
interface Chart {
  readonly type: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** Until when everything has arrived. */
  readonly complete: number;
  readonly lines: readonly Line[];
}

const HEIGHT = 104;

/** Values over time per release; brushing over it fires `range-brushed`. */
@customElement('time-line')
export class TimeLine extends LitElement {
  static styles = [
    uPlotStyles,
    css`
      :host {
        display: block;
        position: relative;
        padding: 2px 12px 0;
        min-height: ${HEIGHT + 26}px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 2px 16px;
        height: 22px;
        overflow: hidden;
        font-size: 12px;
        color: var(--c-text-2);
        font-variant-numeric: tabular-nums;
      }
      .legend i {
        display: inline-block;
        width: 12px;
        height: 3px;
        border-radius: 2px;
        margin-right: 6px;
        vertical-align: middle;
      }
      .legend b {
        font-weight: 600;
        color: var(--c-text);
      }
      .hint {
        margin-left: auto;
        color: var(--c-text-3);
      }
      .u-select {
        background: var(--c-brush);
      }
      .u-cursor-x {
        border-color: var(--c-text-3) !important;
      }
    `,
  ];

  @property({ attribute: false }) chart: Chart | undefined;
  @state() private pointed: number | undefined;
  @query('.plot') private holder!: HTMLElement;

  private plot: uPlot | undefined;
  private readonly observer = new ResizeObserver(() => this.resized());
  private stopListening = () => {};

  connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
    this.stopListening = onThemeChange(() => this.requestUpdate('chart'));
    this.requestUpdate('chart');
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.stopListening();
    this.plot?.destroy();
    this.plot = undefined;
  }

  render() {
    return html`<div class="legend">${this.legend()}</div>
      <div class="plot" role="img" aria-label=${this.spoken()}></div>`;
  }

  protected updated(changed: PropertyValues<this>): void {
    if (changed.has('chart') && this.chart) {
      this.draw(this.chart);
    }
  }

  private legend() {
    const chart = this.chart;
    if (!chart || chart.lines.length === 0) {
      return html`<span>No values in this range</span>`;
    }
    const times = allTimes(chart);
    const at = this.pointed === undefined ? undefined : times[this.pointed];
    return html`${at === undefined ? nothing : html`<b>${clock(at, chart.step)}</b>`}
      ${at === undefined || isComplete(chart, at) ? nothing : html`<span>still coming in</span>`}
      ${chart.lines.map((line) => {
        const isKnown = at !== undefined && isComplete(chart, at);
        const value = isKnown ? line.values[line.times.indexOf(at)] : undefined;
        return html`<span
          ><i style="background:${releaseColour(line.colour, isDark())}"></i>${line.release === ''
            ? 'no release'
            : line.release}
          ${value === undefined
            ? nothing
            : html`<b>${formatRate(value / divisor(chart), chart.type, chart.unit)}</b>`}</span
        >`;
      })}
      <span class="hint">Drag to choose a range</span>`;
  }

  private spoken(): string {
    const releases = this.chart?.lines.map((line) => line.release).join(', ') ?? '';
    return `Values over time, by release: ${releases}`;
  }

  private draw(chart: Chart): void {
    const times = allTimes(chart);
    const values = chart.lines.map((line) => {
      const byTime = new Map(line.times.map((time, i) => [time, line.values[i] / divisor(chart)]));
      return times.map((time) => (isComplete(chart, time) ? (byTime.get(time) ?? null) : null));
    });
    this.plot?.destroy();
    this.holder.textContent = '';
    this.plot = new uPlot(this.options(chart), [times, ...values], this.holder);
  }

  private options(chart: Chart): uPlot.Options {
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name);
    const font = `11px ${style.fontFamily}`;
    const grid = { stroke: colour('--c-line'), width: 1 };
    const axis = { stroke: colour('--c-text-3'), font, grid, ticks: { show: false } };
    return {
      width: this.plotWidth(),
      height: HEIGHT,
      legend: { show: false },
      padding: [6, 4, 0, 0],
      scales: {
        x: { range: [chart.from, chart.to] },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 22, space: 90, values: timeTicks },
        {
          ...axis,
          size: 76,
          space: 28,
          values: (_, ticks) => ticks.map((v) => formatRate(v, chart.type, chart.unit)),
        },
      ],
      series: [{}, ...chart.lines.map((line) => this.series(line))],
      cursor: {
        y: false,
        points: { size: 6 },
        drag: { x: true, y: false, setScale: false, dist: 4 },
      },
      hooks: {
        drawClear: [(plot) => shadeIncomplete(plot, chart, colour('--c-line'))],
        setCursor: [(plot) => (this.pointed = plot.cursor.idx ?? undefined)],
        setSelect: [(plot) => this.brushed(plot)],
      },
    };
  }

  private series(line: Line): uPlot.Series {
    const colour = releaseColour(line.colour, isDark());
    return {
      stroke: colour,
      fill: `color-mix(in srgb, ${colour} 14%, transparent)`,
      width: 1.5,
      points: { show: line.times.length < 2, size: 5, fill: colour },
      spanGaps: false,
    };
  }

  private brushed(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 4) {
      return;
    }
    const detail = { from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.dispatchEvent(new CustomEvent('range-brushed', { detail }));
  }

  private resized(): void {
    this.plot?.setSize({ width: this.plotWidth(), height: HEIGHT });
  }

  private plotWidth(): number {
    return Math.max(100, this.clientWidth - 24);
  }
}

/** Every bucket of the range, so that one in which nothing came leaves a gap in its line. */
function allTimes(chart: Chart): number[] {
  const times: number[] = [];
  const first = Math.floor(chart.from / chart.step) * chart.step;
  for (let time = first; time < chart.to; time += chart.step) {
    times.push(time);
  }
  return times;
}

/** Whether all of a bucket is there; one that is still filling would look like a drop. */
function isComplete(chart: Chart, bucket: number): boolean {
  return bucket + chart.step <= chart.complete;
}

/** Hatches the time of which values are still coming in. */
function shadeIncomplete(plot: uPlot, chart: Chart, colour: string): void {
  const start = allTimes(chart).find((time) => !isComplete(chart, time));
  if (start === undefined) {
    return;
  }
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(start, 'x', true));
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, Math.max(0, right - left), bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += 6 * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** What a bucket's value is divided by: a level is one at any time. */
function divisor(chart: Chart): number {
  return isLevel(chart.type) ? 1 : chart.step;
}

function clock(seconds: number, step: number): string {
  const time = new Date(seconds * 1000);
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };
  return step < 60
    ? time.toLocaleTimeString('en-GB', { ...options, second: '2-digit' })
    : time.toLocaleString('en-GB', { ...options, day: 'numeric', month: 'short' });
}

/** Hours and minutes; the day where it changes. */
function timeTicks(_: uPlot, ticks: number[]): string[] {
  let day = '';
  return ticks.map((tick, i) => {
    const time = new Date(tick * 1000);
    const today = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
    const isNew = i > 0 && today !== day;
    day = today;
    if (isNew || (time.getHours() === 0 && time.getMinutes() === 0)) {
      return today;
    }
    const seconds = ticks.length > 1 && ticks[1] - ticks[0] < 60;
    return time.toLocaleTimeString('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit' } : {}),
    });
  });
}
