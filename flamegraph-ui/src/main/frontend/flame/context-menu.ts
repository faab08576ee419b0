import { html, type TemplateResult } from 'lit';

export interface MenuItem {
  readonly label: string;
  readonly keys?: string;
  run(): void;
}

/** A menu over the graph; arrow keys move in it, Escape leaves it. */
export function contextMenu(
  items: readonly MenuItem[],
  title: string,
  left: number,
  top: number,
  close: () => void,
): TemplateResult {
  const choose = (item: MenuItem) => {
    close();
    item.run();
  };
  return html`<div
    class="menu"
    popover="manual"
    role="menu"
    aria-label="Actions for ${title}"
    style="left:${left}px;top:${top}px"
    @keydown=${(event: KeyboardEvent) => moveInMenu(event, close)}
  >
    <div class="menu-title">${title}</div>
    ${items.map(
      (item) =>
        html`<button type="button" role="menuitem" @click=${() => choose(item)}>
          <span>${item.label}</span>${item.keys ? html`<kbd>${item.keys}</kbd>` : ''}
        </button>`,
    )}
  </div>`;
}

function moveInMenu(event: KeyboardEvent, close: () => void): void {
  const menu = event.currentTarget as HTMLElement;
  const items = [...menu.querySelectorAll('button')];
  const at = items.indexOf(event.target as HTMLButtonElement);
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: items.length - 1 };
  if (event.key in steps) {
    items[(at + steps[event.key]) % items.length].focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

/** Works on pages that are not served over TLS too, where the clipboard interface is missing. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
