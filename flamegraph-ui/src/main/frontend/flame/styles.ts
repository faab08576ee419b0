import { css } from 'lit';

/** Colours come from the page's custom properties, which are light or dark. */
export const flameStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    position: relative;
    font-size: 13px;
    color: var(--c-text);
    container: graph / inline-size;
  }
  [hidden] {
    display: none !important;
  }
  button,
  input {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.4;
  }
  :focus-visible {
    outline: 2px solid var(--c-focus);
    outline-offset: -1px;
  }
  small {
    font-size: 12px;
    color: var(--c-text-2);
    font-weight: 400;
  }
  kbd {
    font: 11px/16px var(--c-mono);
    color: var(--c-text-3);
    border: 1px solid var(--c-line);
    border-radius: 4px;
    padding: 0 5px;
  }
  .icon {
    display: block;
    flex: none;
  }
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 8px;
    padding: 8px 12px;
  }
  .spring {
    flex: 1;
  }
  /* Where a comparison's choices do not fit beside the search, they have a line of their own. */
  @container graph (max-width: 820px) {
    .bar.diff .spring {
      flex: 0 0 100%;
    }
    .bar.diff .search {
      max-width: none;
    }
    .bar.diff .drop-down span {
      display: none;
    }
  }
  .search {
    display: flex;
    align-items: center;
    gap: 6px;
    flex: 1 1 150px;
    max-width: 300px;
    height: 30px;
    box-sizing: border-box;
    padding: 0 6px 0 8px;
    border: 1px solid var(--c-line-2);
    border-radius: 6px;
    background: var(--c-field);
    color: var(--c-text-2);
  }
  .search:focus-within {
    border-color: var(--c-focus);
    outline: 1px solid var(--c-focus);
  }
  .search[data-literal] {
    border-style: dashed;
  }
  .search input {
    flex: 1;
    min-width: 0;
    border: 0;
    padding: 0;
    background: none;
    outline: none;
    color: var(--c-text);
  }
  .search input::placeholder {
    color: var(--c-text-3);
  }
  .search button {
    border: 0;
    padding: 2px;
    background: none;
    color: var(--c-text-2);
    border-radius: 4px;
  }
  .found {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  .found:empty {
    display: none;
  }
  .matched {
    white-space: nowrap;
  }
  .detail {
    color: var(--c-text-2);
    margin-left: 4px;
  }
  .chip {
    display: flex;
    align-items: center;
    gap: 4px;
    max-width: 260px;
    height: 24px;
    padding: 0 4px 0 10px;
    border: 1px solid var(--c-line-2);
    border-radius: 12px;
    background: var(--c-hover);
    margin-right: 4px;
  }
  .chip span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    direction: rtl;
    unicode-bidi: plaintext;
  }
  .segments {
    display: flex;
    height: 30px;
    box-sizing: border-box;
    padding: 2px;
    border-radius: 7px;
    background: var(--c-track);
  }
  .segments button {
    border: 0;
    border-radius: 5px;
    padding: 0 10px;
    background: none;
    color: var(--c-text-2);
    white-space: nowrap;
  }
  .segments button:hover {
    color: var(--c-text);
  }
  .segments button[aria-pressed='true'] {
    background: var(--c-raised);
    color: var(--c-text);
    box-shadow: 0 1px 2px rgb(0 0 0 / 0.14);
  }
  .drop-down {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--c-text-2);
    white-space: nowrap;
  }
  .drop-down select {
    height: 30px;
    padding: 0 4px 0 8px;
    border: 1px solid var(--c-line-2);
    border-radius: 6px;
    background: var(--c-field);
    color: var(--c-text);
    font: inherit;
  }
  .square {
    display: grid;
    place-items: center;
    width: 30px;
    height: 30px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--c-text-2);
  }
  .square.small {
    width: 24px;
    height: 24px;
  }
  .square:hover:not(:disabled) {
    background: var(--c-hover);
    color: var(--c-text);
  }

  .crumbs {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 12px 6px;
    min-height: 22px;
    color: var(--c-text-3);
    white-space: nowrap;
    overflow: hidden;
  }
  .crumbs button {
    border: 0;
    padding: 1px 2px;
    background: none;
    border-radius: 4px;
    color: var(--c-text-2);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .crumbs button:hover {
    color: var(--c-text);
    text-decoration: underline;
  }
  .crumbs b {
    font-weight: 600;
    color: var(--c-text);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .missing {
    margin-left: auto;
    color: var(--c-warn);
  }

  .stage {
    flex: 1;
    min-height: 120px;
    overflow: hidden auto;
    margin: 0 12px;
    scrollbar-width: thin;
  }
  canvas {
    display: block;
    position: sticky;
    top: 0;
    width: 100%;
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: 2px 16px;
    padding: 6px 12px 8px;
    border-top: 1px solid var(--c-line);
    font-size: 12px;
    color: var(--c-text-2);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 14px;
  }
  .entry {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border: 0;
    padding: 2px 0;
    background: none;
    color: var(--c-text-2);
    font-variant-numeric: tabular-nums;
  }
  button.entry:hover {
    color: var(--c-text);
    text-decoration: underline;
  }
  .entry small {
    color: var(--c-text-3);
  }
  .entry i {
    width: 11px;
    height: 11px;
    border-radius: 2px;
  }
  .entry i.scale {
    width: 120px;
  }
  .entry i.hatched {
    width: 20px;
    background-image: repeating-linear-gradient(
      var(--lean),
      transparent 0 4px,
      rgb(10 14 20 / 0.45) 4px 5px
    );
  }
  .entry i.added {
    --lean: -45deg;
  }
  .entry i.removed {
    --lean: 45deg;
  }
  .sign {
    font-weight: 600;
    color: var(--c-text);
  }
  .truncated {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .truncated i {
    width: 16px;
    border-top: 2px dotted var(--c-text-3);
  }
  .problem {
    margin: 24px auto;
    color: var(--c-bad);
  }

  .loading {
    margin: 12vh auto;
    color: var(--c-text-2);
    /* Nothing flashes where the answer is quick. */
    animation: appear 0.2s 0.4s both;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }

  /* In the browser's top layer, which no ancestor clips or moves. */
  [popover] {
    inset: auto;
    margin: 0;
    color: inherit;
    font: inherit;
    box-sizing: border-box;
  }
  .card {
    position: fixed;
    pointer-events: none;
    max-width: min(520px, calc(100vw - 24px));
    padding: 9px 12px 10px;
    border: 1px solid var(--c-line-2);
    border-radius: 8px;
    background: var(--c-raised);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.2);
    line-height: 1.4;
  }
  .card-name {
    overflow-wrap: anywhere;
  }
  .card-name span {
    color: var(--c-text-2);
  }
  .card-name b {
    font-weight: 600;
  }
  .card-kind {
    color: var(--c-text-3);
    font-size: 12px;
    margin-bottom: 5px;
  }
  .card table {
    border-spacing: 0;
    font-variant-numeric: tabular-nums;
  }
  .card th {
    font-weight: 400;
    color: var(--c-text-2);
    text-align: left;
    padding: 1px 0;
  }
  .card td,
  .card thead th {
    text-align: right;
    padding-left: 18px;
  }
  .card thead th {
    font-size: 12px;
    color: var(--c-text-3);
  }
  .card-change {
    margin-top: 6px;
    font-weight: 600;
  }
  .card-verdict {
    color: var(--c-text-2);
  }
  .card-change[data-change='same'] {
    font-weight: 400;
    color: var(--c-text-2);
  }

  .menu {
    position: fixed;
    width: 220px;
    padding: 4px;
    border: 1px solid var(--c-line-2);
    border-radius: 8px;
    background: var(--c-raised);
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.22);
  }
  .menu-title {
    padding: 4px 8px 6px;
    font-size: 12px;
    color: var(--c-text-3);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .menu button {
    display: flex;
    justify-content: space-between;
    align-items: center;
    width: 100%;
    padding: 5px 8px;
    border: 0;
    border-radius: 5px;
    background: none;
    text-align: left;
  }
  .menu button:hover,
  .menu button:focus {
    background: var(--c-hover);
    outline: none;
  }
`;
