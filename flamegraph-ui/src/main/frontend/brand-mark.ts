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
      <path class="fire" d="M12.4 1.8c.5 2.7 4.7 4.6 4.7 8.6 0 2.9-2.2 4.6-5.1 4.6s-5.1-1.8-5.1-4.5c0-2 1-3.2 2-4.3.3 1.1.8 1.6 1.4 1.9-.3-2.5.5-4.800 2.100-6.300Z"/>
      <path class="core" d="M12.300 8.200c.2 1.300 1.900 2.100 1.900 3.900 0 1.500-1 2.300-2.300 2.300s-2.300-.8-2.300-2.100c0-1 .5-1.500 1-2.100.1.5.3.7.6.9 0-1.200.4-2.100 1.100-2.900Z"/>
      <path class="iron" d="M4.500 11.500 6.800 18h10.400l2.300-6.500M5.500 14.600h13M12 18v4M9 22h6"/>
    </svg>`;
  }
}
