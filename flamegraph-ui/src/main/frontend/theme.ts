/** Which colours the reader wants: those of the system, or light or dark whatever it says. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'cresset.theme';
const CHANGED = 'cresset-theme-changed';
const system = window.matchMedia('(prefers-color-scheme: dark)');

/** A preference of the person, so it lives in the browser and not in the link. */
export function theme(): Theme {
  const stored = readStored();
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function setTheme(choice: Theme): void {
  try {
    window.localStorage.setItem(KEY, choice);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
  apply(choice);
}

export function isDark(): boolean {
  const scheme = document.documentElement.style.colorScheme;
  return scheme === 'dark' || (scheme !== 'light' && system.matches);
}

/** @returns a function that ends the listening */
export function onThemeChange(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  system.addEventListener('change', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    system.removeEventListener('change', listener);
  };
}

function apply(choice: Theme): void {
  document.documentElement.style.colorScheme = choice === 'system' ? 'light dark' : choice;
  window.dispatchEvent(new Event(CHANGED));
}

function readStored(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
