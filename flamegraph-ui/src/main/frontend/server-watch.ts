import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';

const PERIOD_MILLIS = 5_000;
const PATIENCE_MILLIS = 10_000;

/**
 * Looks whether the server is there and still knows this page. Says when it is not there, and loads
 * the page again, from its address, once it does not know it any more: after a restart.
 */
@customElement('server-watch')
export class ServerWatch extends LitElement {
  static styles = css`
    span {
      color: var(--c-bad);
    }
  `;

  /** An address that answers as long as the server knows this page. */
  @property() src = '';
  @state() private away = false;

  /** A page that was never known would be loaded again and again. */
  private known = false;
  private looking = false;
  private timer = 0;
  private readonly look = () => void this.lookOnce();

  connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(this.look, PERIOD_MILLIS);
    document.addEventListener('visibilitychange', this.look);
  }

  disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.look);
  }

  render() {
    return html`<div role="status">
      ${this.away
        ? html`<span>The server does not answer. This page goes on by itself when it does.</span>`
        : nothing}
    </div>`;
  }

  protected updated(changed: Map<string, unknown>): void {
    if (changed.has('src')) {
      this.look();
    }
  }

  private async lookOnce(): Promise<void> {
    const src = this.src;
    if (src === '' || document.hidden || this.looking) {
      return;
    }
    this.looking = true;
    try {
      const signal = AbortSignal.timeout(PATIENCE_MILLIS);
      const response = await fetch(src, { cache: 'no-store', signal });
      this.away = response.status >= 500;
      if (response.ok) {
        this.known = true;
      } else if (!this.away && this.known && this.isConnected && src === this.src) {
        window.location.reload();
      }
    } catch {
      this.away = true;
    } finally {
      this.looking = false;
    }
  }
}
