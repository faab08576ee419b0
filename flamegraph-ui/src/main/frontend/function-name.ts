import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { kindOf, nameParts } from './flame/names.ts';
import { colourOf } from './flame/palette.ts';
import { isDark, onThemeChange } from './theme.ts';

/** A function on a line: its graph's colour, what tells it apart, and then its package. */
@customElement('function-name')
export class FunctionName extends LitElement {
  static styles = css`
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 0;
      white-space: nowrap;
    }
    i {
      flex: none;
      width: 9px;
      height: 9px;
      border-radius: 2px;
    }
    b {
      font-weight: 500;
      color: var(--c-text);
      overflow: hidden;
      text-overflow: ellipsis;
    }
    span {
      flex: 1 1000 auto;
      min-width: 0;
      color: var(--c-text-3);
      overflow: hidden;
      text-overflow: ellipsis;
    }
  `;

  @property() name = '';
  @property({ type: Number }) kind = 0;
  /** Without the colour, where colours mean something else. */
  @property({ type: Boolean }) plain = false;

  private stopListening = () => {};

  connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = onThemeChange(() => this.requestUpdate());
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening();
  }

  render() {
    const kind = kindOf(this.kind);
    const { short, packageName } = nameParts(this.name, kind);
    this.title = this.name;
    const colour = colourOf(this.name, kind, 'package', isDark());
    return html`${this.plain ? nothing : html`<i style="background:${colour}"></i>`}<b>${short}</b>${packageName === '' ? nothing : html`<span>${packageName}</span>`}`;
  }
}
