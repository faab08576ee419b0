import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { WidthBy } from './flame/arrange.ts';
import { contextMenu, copyText, type MenuItem } from './flame/context-menu.ts';
import { crumbs } from './flame/crumbs.ts';
import { decodeProfile } from './flame/decode.ts';
import { hoverCard, spokenBox } from './flame/hover-card.ts';
import { moveFocus } from './flame/keys.ts';
import { diffLegend, flameLegend, legendEntries, type LegendEntry } from './flame/legend.ts';
import { ModelLook } from './flame/look.ts';
import { FlameModel, type Finding, type ScaleBy } from './flame/model.ts';
import { nameParts } from './flame/names.ts';
import type { ColourBy } from './flame/palette.ts';
import { escapeRegExp } from './flame/search.ts';
import { Stage } from './flame/stage.ts';
import { flameStyles } from './flame/styles.ts';
import { toolbar, type ToolbarHost } from './flame/toolbar.ts';
import type { Profile } from './flame/tree.ts';
import { formatValue, grouped } from './flame/units.ts';
import { isDark, onThemeChange } from './theme.ts';

/**
 * A flame graph, or the one of two releases compared. Its data comes in binary from `src`; how it
 * is looked at are properties, which it changes itself too and then fires `view-changed`.
 */
@customElement('flame-graph')
export class FlameGraph extends LitElement implements ToolbarHost {
  static styles = flameStyles;

  @property() src = '';
  @property() search = '';
  /** The path id of the box that fills the width; empty for all. */
  @property() zoom = '';
  /** The one function that stands out. */
  @property() highlight = '';
  @property({ type: Boolean }) inverted = false;
  @property({ type: Boolean }) rootAtBottom = false;
  @property() colours: ColourBy = 'package';
  @property() widthBy: WidthBy = 'max';
  @property() scaleBy: ScaleBy = 'share';

  @state() private profile: Profile | undefined;
  @state() private problem = '';
  @state() private hovered: number | undefined;
  @state() private focused: number | undefined;
  @state() private menu: { box: number; left: number; top: number } | undefined;

  @query('.stage') private scroller!: HTMLElement;
  @query('.sizer') private sizer!: HTMLElement;
  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.card') private card!: HTMLElement;
  @query('input') private input!: HTMLInputElement;

  private model: FlameModel | undefined;
  private stage: Stage | undefined;
  private found: Finding | undefined;
  private zoomed = 0;
  /** The ids on the way to the zoomed box, to stay near it when new data lacks it. */
  private zoomPath: string[] = [];
  private zoomIsMissing = false;
  private legend: LegendEntry[] = [];
  private pointer = { x: 0, y: 0 };
  private stopListening = () => {};

  connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = onThemeChange(() => this.requestUpdate('colours'));
    if (this.hasUpdated) {
      this.stage = new Stage(this.scroller, this.sizer, this.canvas);
      this.requestUpdate('profile');
    }
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening();
    this.stage?.dispose();
  }

  // --- What the toolbar shows and asks for.

  get isDiff(): boolean {
    return this.model?.isDiff ?? false;
  }

  get finding(): Finding | undefined {
    return this.found;
  }

  get foundShares(): readonly number[] {
    const values = this.found?.matches.values ?? [];
    return values.map((value, side) => value / (this.model?.totals[side] || 1));
  }

  get foundValue(): string {
    const value = this.found?.matches.values[0] ?? 0;
    return formatValue(value, this.profile?.unit ?? '');
  }

  /** What is not shown may match too. */
  get foundIsLowerBound(): boolean {
    return (this.profile?.truncatedNodes ?? 0) > 0;
  }

  get isZoomed(): boolean {
    return this.zoomed !== 0;
  }

  /** Changes how the graph is looked at, and tells so. */
  change(values: Partial<FlameGraph>): void {
    Object.assign(this, values);
    this.dispatchEvent(new CustomEvent('view-changed'));
  }

  goToMatch(step: number): void {
    const boxes = this.found?.matches.boxes ?? [];
    if (boxes.length === 0 || !this.model) {
      return;
    }
    const at = this.focused === undefined ? -1 : boxes.indexOf(this.focused);
    const next = at < 0 && step < 0 ? boxes.length - 1 : at + step;
    const box = boxes[(next + boxes.length) % boxes.length];
    if ((this.stage?.widthOf(box) ?? 0) < 3) {
      this.zoomTo(Math.max(0, this.model.boxes.tree.parent[box]));
    }
    this.focusBox(box);
  }

  // --- From properties to picture.

  protected willUpdate(changed: PropertyValues<this>): void {
    const all = changed as Map<string, unknown>;
    if (all.has('src')) {
      void this.load(this.src);
    }
    if (this.profile && hasAny(all, 'profile', 'inverted', 'widthBy', 'scaleBy')) {
      this.rebuild(this.profile);
    }
    if (hasAny(all, 'profile', 'zoom', 'inverted')) {
      this.findZoom();
    }
    if (this.model && hasAny(all, 'search', 'highlight', 'profile', 'zoom', 'inverted')) {
      this.found = this.highlight
        ? this.model.occurrences(this.highlight, this.zoomed)
        : this.model.search(this.search, this.zoomed);
    }
    if (this.model && hasAny(all, 'profile', 'colours')) {
      this.legend = this.isDiff ? [] : legendEntries(this.model, this.colours, isDark());
    }
  }

  protected firstUpdated(): void {
    this.stage = new Stage(this.scroller, this.sizer, this.canvas);
    // The canvas does not notice by itself that its font has arrived.
    void document.fonts.ready.then(() => this.stage?.schedule());
  }

  protected updated(changed: PropertyValues<this>): void {
    const all = changed as Map<string, unknown>;
    if (!this.model || !this.stage) {
      return;
    }
    const look = new ModelLook(this.model, this.colours, isDark(), this.found);
    const marks = { hovered: this.hovered, focused: this.focused };
    const { model, rootAtBottom } = this;
    this.stage.show({ model, look, marks, rootAtBottom });
    if (hasAny(all, 'profile', 'inverted', 'widthBy', 'scaleBy')) {
      this.stage.zoomTo(this.zoomed, false);
      if (this.zoomed !== 0 && all.get('profile') === undefined && all.has('profile')) {
        this.stage.reveal(this.zoomed);
      }
    } else if (all.has('zoom')) {
      this.stage.zoomTo(this.zoomed, true);
    }
    this.card.togglePopover(this.hovered !== undefined && !this.menu);
    this.renderRoot.querySelector<HTMLElement>('.menu')?.showPopover();
    this.placeCard();
    this.toggleAttribute('data-ready', true);
  }

  private async load(src: string): Promise<void> {
    if (src === '') {
      this.profile = undefined;
      this.model = undefined;
      return;
    }
    try {
      const response = await fetch(src);
      if (!response.ok) {
        throw new Error(`The server answered ${response.status}. Reload the page.`);
      }
      const profile = decodeProfile(await response.arrayBuffer());
      if (src === this.src) {
        this.profile = profile;
        this.problem = '';
      }
    } catch (error) {
      // A newer source may have replaced this one while it was on its way.
      if (src === this.src) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
    }
  }

  private rebuild(profile: Profile): void {
    const focused = this.focused === undefined ? undefined : this.model?.idOf(this.focused);
    this.model = new FlameModel(profile, this);
    this.hovered = undefined;
    this.menu = undefined;
    this.focused = focused === undefined ? undefined : this.model.find(focused);
  }

  private findZoom(): void {
    if (!this.model) {
      return;
    }
    let box = this.model.find(this.zoom);
    this.zoomIsMissing = box === undefined;
    for (let k = this.zoomPath.length - 1; box === undefined && k >= 0; k--) {
      box = this.model.find(this.zoomPath[k]);
    }
    this.zoomed = box ?? 0;
    if (!this.zoomIsMissing) {
      this.zoomPath = this.model.path(this.zoomed).map((b) => this.model?.idOf(b) ?? '');
    }
  }

  // --- What the page shows.

  render() {
    const model = this.model;
    const isEmpty = !model || model.isEmpty;
    return html`
      ${toolbar(this)}
      ${model && !isEmpty
        ? crumbs(model, this.zoomed, this.zoomIsMissing, (box) => this.zoomTo(box))
        : nothing}
      <div
        class="stage"
        tabindex="0"
        role="tree"
        aria-label="Flame graph"
        aria-activedescendant="current"
        ?hidden=${isEmpty}
        @click=${this.clicked}
        @mousemove=${this.pointed}
        @mouseleave=${() => (this.hovered = undefined)}
        @contextmenu=${this.menuAsked}
        @keydown=${this.keyPressed}
        @scroll=${() => (this.hovered = undefined)}
      >
        <div class="sizer"><canvas aria-hidden="true"></canvas></div>
        <div
          id="current"
          class="spoken"
          role="treeitem"
          aria-level=${model && this.focused !== undefined ? model.boxes.depth[this.focused] + 1 : 1}
          aria-selected="true"
        >
          ${model && this.focused !== undefined ? spokenBox(model, this.focused) : ''}
        </div>
      </div>
      ${this.problem === '' ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      ${model && !isEmpty ? this.footer(model) : nothing}
      <div class="card" role="tooltip" popover="manual">
        ${model && this.hovered !== undefined
          ? hoverCard(model, this.hovered, this.zoomed)
          : nothing}
      </div>
      ${model && this.menu ? this.menuFor(model, this.menu) : nothing}
      ${this.profile || this.problem !== ''
        ? nothing
        : html`<p class="loading" role="status">Loading…</p>`}
      <slot ?hidden=${!this.profile || !isEmpty}></slot>
    `;
  }

  private footer(model: FlameModel): TemplateResult {
    const legend = model.isDiff
      ? diffLegend(model, isDark())
      : flameLegend(this.legend, (search) => this.change({ search, highlight: '' }));
    const { truncatedNodes, info, unit } = model.profile;
    const left = info.map((side) => formatValue(side.truncated, unit)).join(' and ');
    return html`<footer>
      ${legend}
      ${truncatedNodes > 0
        ? html`<span
            class="truncated"
            title="The smallest frames are left out of the picture; they still count in those they are called from, and in the table."
            ><i></i>${grouped(truncatedNodes)} frames too small to show: ${left}</span
          >`
        : nothing}
    </footer>`;
  }

  private menuFor(model: FlameModel, menu: { box: number; left: number; top: number }) {
    const name = model.name(menu.box);
    const exactly = `^${escapeRegExp(name)}$`;
    const items: MenuItem[] = [
      { label: 'Zoom in', keys: 'Enter', run: () => this.zoomTo(menu.box) },
      { label: 'Copy name', run: () => void copyText(name) },
      {
        label: 'Search for it',
        run: () => this.change({ search: exactly, highlight: '' }),
      },
      { label: 'Highlight all of it', run: () => this.change({ highlight: name }) },
      { label: 'Show in table', run: () => this.showInTable(name) },
      { label: 'Reset zoom', keys: 'Esc', run: () => this.zoomTo(0) },
    ];
    const title = nameParts(name, model.kind(menu.box)).short;
    return contextMenu(items, title, menu.left, menu.top, () => this.closeMenu());
  }

  private showInTable(name: string): void {
    this.dispatchEvent(new CustomEvent('show-in-table', { detail: { name } }));
  }

  // --- What the reader does.

  zoomTo(box: number): void {
    if (this.model) {
      this.zoomPath = [];
      this.change({ zoom: this.model.idOf(box) });
    }
  }

  private focusBox(box: number): void {
    this.focused = box;
    this.stage?.reveal(box);
  }

  private clicked(event: MouseEvent): void {
    const box = this.stage?.boxAt(event);
    if (box !== undefined) {
      this.focused = box;
      this.zoomTo(box);
    }
  }

  private pointed(event: MouseEvent): void {
    this.pointer = { x: event.clientX, y: event.clientY };
    this.hovered = this.stage?.boxAt(event);
    this.scroller.style.cursor = this.hovered === undefined ? 'default' : 'pointer';
    this.placeCard();
  }

  private placeCard(): void {
    if (this.hovered === undefined) {
      return;
    }
    const { offsetWidth, offsetHeight } = this.card;
    const { x, y } = this.pointer;
    const left = x + 14 + offsetWidth > window.innerWidth ? x - 14 - offsetWidth : x + 14;
    const top = y + 18 + offsetHeight > window.innerHeight ? y - 12 - offsetHeight : y + 18;
    this.card.style.left = `${Math.max(4, left)}px`;
    this.card.style.top = `${Math.max(4, top)}px`;
  }

  private menuAsked(event: MouseEvent): void {
    const fromKeyboard = event.button !== 2;
    const box = fromKeyboard ? this.focused : this.stage?.boxAt(event);
    if (box === undefined || !this.stage) {
      return;
    }
    event.preventDefault();
    const area = this.stage.areaOf(box);
    const x = fromKeyboard ? area.left + 8 : event.clientX;
    const y = fromKeyboard ? area.bottom : event.clientY;
    this.focused = box;
    this.menu = {
      box,
      left: Math.min(x, window.innerWidth - 230),
      top: Math.min(y, window.innerHeight - 230),
    };
    window.addEventListener('pointerdown', this.pressedElsewhere);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('.menu button')?.focus(),
    );
  }

  private readonly pressedElsewhere = (event: Event) => {
    const menu = this.renderRoot.querySelector('.menu');
    if (!menu || !event.composedPath().includes(menu)) {
      this.closeMenu();
    }
  };

  private closeMenu(): void {
    window.removeEventListener('pointerdown', this.pressedElsewhere);
    this.menu = undefined;
    this.scroller.focus({ preventScroll: true });
  }

  private keyPressed(event: KeyboardEvent): void {
    if (!this.model || event.ctrlKey || event.metaKey || event.altKey || this.menu) {
      return;
    }
    const box = this.focused ?? this.zoomed;
    const moved = moveFocus(this.model, box, event.key, this.rootAtBottom);
    if (moved !== undefined) {
      this.focusBox(this.focused === undefined ? box : moved);
    } else if (!this.runKey(event.key, box)) {
      return;
    }
    event.preventDefault();
  }

  private runKey(key: string, box: number): boolean {
    switch (key) {
      case 'Enter':
      case ' ':
        this.zoomTo(box);
        return true;
      case 'Escape':
        this.zoomTo(0);
        return true;
      case 'Backspace':
        this.zoomTo(Math.max(0, this.model?.boxes.tree.parent[this.zoomed] ?? 0));
        return true;
      case '/':
        this.input.focus();
        this.input.select();
        return true;
      case 'n':
      case 'N':
        this.goToMatch(key === 'n' ? 1 : -1);
        return true;
      default:
        return false;
    }
  }
}

function hasAny(changed: ReadonlyMap<string, unknown>, ...names: string[]): boolean {
  return names.some((name) => changed.has(name));
}
