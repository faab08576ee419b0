import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { moonIcon, sunIcon, systemIcon } from './icons.ts';
import { setTheme, theme, type Theme } from './theme.ts';

const ORDER: readonly Theme[] = ['system', 'light', 'dark'];
const LABELS: Record<Theme, string> = {
  system: 'Colours: as the system',
  light: 'Colours: light',
  dark: 'Colours: dark',
};
const ICONS: Record<Theme, TemplateResult> = {
  system: systemIcon,
  light: sunIcon,
  dark: moonIcon,
};

/** Goes through the colour schemes: the system's, light, dark. */
@customElement('theme-toggle')
export class ThemeToggle extends LitElement {
  static styles = css`
    button {
      display: grid;
      place-items: center;
      width: 30px;
      height: 30px;
      border: 0;
      border-radius: 6px;
      background: none;
      color: var(--c-text-2);
      cursor: pointer;
    }
    button:hover {
      background: var(--c-hover);
      color: var(--c-text);
    }
    button:focus-visible {
      outline: 2px solid var(--c-focus);
      outline-offset: -1px;
    }
  `;

  @state() private choice: Theme = theme();

  render() {
    const label = `${LABELS[this.choice]}. Change`;
    return html`<button type="button" title=${label} aria-label=${label} @click=${this.next}>
      ${ICONS[this.choice]}
    </button>`;
  }

  private next(): void {
    this.choice = ORDER[(ORDER.indexOf(this.choice) + 1) % ORDER.length];
    setTheme(this.choice);
  }
}
