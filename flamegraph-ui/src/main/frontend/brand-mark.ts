import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

/** A fire in an iron basket. */
@customElement('brand-mark')
export class BrandMark extends LitElement {
  static styles = css`
    :host {
      display: inline-flex;
    }
    .fire {
      fill: #e8590c;
    }
    .core {
      fill: #ffc078;
    }
    .iron {
      stroke: currentColor;
      stroke-width: 1.7;
      stroke-linecap: round;
      stroke-linejoin: round;
      fill: none;
    }
  `;

  render() {
    return html`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path class="fire" d="M12.4 1.8c.5 2.7 4.7 4.6 4.7 8.6 0 2.9-2.2 4.6-5.1 4.6s-5.1-1.8-5.1-4.5c0-2 1-3.2 2-4.3.3 1.1.8 1.6 1.4 1.9-.3-2.5.5-4.8 2.1-6.3Z"/>
      <path class="core" d="M12.3 8.2c.2 1.3 1.9 2.1 1.9 3.9 0 1.5-1 2.3-2.3 2.3s-2.3-.8-2.3-2.1c0-1 .5-1.5 1-2.1.1.5.3.7.6.9 0-1.2.4-2.1 1.1-2.9Z"/>
      <path class="iron" d="M4.5 11.5 6.8 18h10.4l2.3-6.5M5.5 14.6h13M12 18v4M9 22h6"/>
    </svg>`;
  }
}
