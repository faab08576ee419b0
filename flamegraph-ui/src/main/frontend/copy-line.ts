import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { copyText } from './flame/context-menu.ts';

/** A line for the command line, with a button that copies it. */
@customElement('copy-line')
export class CopyLine extends LitElement {
  static styles = css`
    :host {
      display: flex;
      align-items: center;
      gap: 12px;
      padding: 10px 10px 10px 14px;
      border: 1px solid var(--c-line-2);
      border-radius: 8px;
      background: var(--c-field);
    }
    code {
      flex: 1;
      font: 13px/1.5 var(--c-mono);
      color: var(--c-text);
      overflow-wrap: anywhere;
      text-align: left;
    }
    button {
      flex: none;
      font: inherit;
      color: var(--c-text);
      padding: 4px 12px;
      border: 1px solid var(--c-line-2);
      border-radius: 6px;
      background: var(--c-raised);
      cursor: pointer;
    }
    button:hover {
      background: var(--c-hover);
    }
    button:focus-visible {
      outline: 2px solid var(--c-focus);
    }
  `;

  @property() text = '';
  @state() private copied = false;

  render() {
    return html`<code>${this.text}</code
      ><button type="button" @click=${this.copy} aria-live="polite">
        ${this.copied ? 'Copied' : 'Copy'}
      </button>`;
  }

  private async copy(): Promise<void> {
    await copyText(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  }
}
