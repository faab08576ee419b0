import type { FlameModel } from './model.ts';
import { Painter, type Look, type Marks } from './painter.ts';
import { boxAt, levelsInView, pixelsPerUnit, rowTop, type Viewport } from './viewport.ts';

export const ROW_HEIGHT = 20;
const ANIMATION_MS = 160;

/** What a stage shows. */
export interface Scene {
  readonly model: FlameModel;
  readonly look: Look;
  readonly marks: Marks;
  readonly rootAtBottom: boolean;
}

/**
 * The canvas with the scroller it lies in. The canvas is only as large as what is seen of the
 * graph, and follows the scrolling: no browser draws one as tall as a deep graph.
 */
export class Stage {
  /** How many boxes the last painting drew. */
  drawn = 0;
  private readonly scroller: HTMLElement;
  private readonly sizer: HTMLElement;
  private readonly canvas: HTMLCanvasElement;
  private readonly painter: Painter;
  private readonly observer: ResizeObserver;
  private scene: Scene | undefined;
  private left = 0;
  private right = 0;
  private levels = 0;
  private frame = 0;
  private animation: { from: [number, number]; to: [number, number]; start: number } | undefined;

  constructor(scroller: HTMLElement, sizer: HTMLElement, canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (!context) {
      throw new Error('This browser gives no canvas to draw on.');
    }
    this.scroller = scroller;
    this.sizer = sizer;
    this.canvas = canvas;
    this.painter = new Painter(context);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(scroller);
    scroller.addEventListener('scroll', () => this.schedule(), { passive: true });
  }

  dispose(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.frame);
  }

  show(scene: Scene): void {
    const turned = this.scene?.rootAtBottom !== scene.rootAtBottom;
    this.scene = scene;
    this.measureLevels();
    if (turned) {
      this.scroller.scrollTop = scene.rootAtBottom ? this.scroller.scrollHeight : 0;
    }
    this.schedule();
  }

  /** Lets a box fill the width. */
  zoomTo(box: number, animate: boolean): void {
    if (!this.scene) {
      return;
    }
    const { x, width } = this.scene.model.boxes;
    const to: [number, number] = x.length > 0 ? [x[box], x[box] + width[box]] : [0, 0];
    if (animate && !prefersStillness() && this.right > this.left) {
      this.animation = { from: [this.left, this.right], to, start: performance.now() };
    } else {
      this.animation = undefined;
      [this.left, this.right] = to;
    }
    this.measureLevels(to);
    this.schedule();
  }

  /** Scrolls as little as is needed for the box's row to be seen. */
  reveal(box: number): void {
    if (!this.scene) {
      return;
    }
    const top = rowTop(this.viewport(), this.scene.model.boxes.depth[box]);
    if (top < ROW_HEIGHT) {
      this.scroller.scrollTop += top - 2 * ROW_HEIGHT;
    } else if (top + 2 * ROW_HEIGHT > this.scroller.clientHeight) {
      this.scroller.scrollTop += top + 3 * ROW_HEIGHT - this.scroller.clientHeight;
    }
  }

  boxAt(event: MouseEvent): number | undefined {
    const area = this.canvas.getBoundingClientRect();
    const x = event.clientX - area.left;
    const y = event.clientY - area.top;
    return this.scene && x >= 0 && x < area.width
      ? boxAt(this.scene.model.boxes, this.viewport(), x, y)
      : undefined;
  }

  /** Where a box is in the window, as far as it is in view; for what points at it. */
  areaOf(box: number): DOMRect {
    const area = this.canvas.getBoundingClientRect();
    if (!this.scene) {
      return area;
    }
    const view = this.viewport();
    const { x, width, depth } = this.scene.model.boxes;
    const scale = pixelsPerUnit(view);
    const left = Math.max(0, (x[box] - view.left) * scale);
    const right = Math.min(view.width, (x[box] + width[box] - view.left) * scale);
    const top = area.top + rowTop(view, depth[box]);
    return new DOMRect(area.left + left, top, Math.max(0, right - left), ROW_HEIGHT);
  }

  widthOf(box: number): number {
    return this.scene ? this.scene.model.boxes.width[box] * pixelsPerUnit(this.viewport()) : 0;
  }

  schedule(): void {
    if (this.frame === 0) {
      this.frame = requestAnimationFrame((now) => {
        this.frame = 0;
        this.step(now);
      });
    }
  }

  private step(now: number): void {
    if (this.animation) {
      const { from, to, start } = this.animation;
      const done = Math.min(1, Math.max(0, (now - start) / ANIMATION_MS));
      const eased = 1 - (1 - done) ** 3;
      this.left = from[0] + (to[0] - from[0]) * eased;
      this.right = from[1] + (to[1] - from[1]) * eased;
      if (done < 1) {
        this.schedule();
      } else {
        [this.left, this.right] = to;
        this.animation = undefined;
      }
    }
    this.paint();
  }

  private paint(): void {
    if (!this.scene) {
      return;
    }
    const { model, look, marks } = this.scene;
    const view = this.viewport();
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.height = `${view.height}px`;
    }
    this.canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
    const font = `12px ${getComputedStyle(this.canvas).fontFamily}`;
    this.drawn = this.painter.paint(model.boxes, view, look, marks, font);
    this.canvas.dataset.drawn = String(this.drawn);
  }

  private resized(): void {
    this.measureLevels();
    this.schedule();
  }

  private measureLevels(range: [number, number] = [this.left, this.right]): void {
    if (!this.scene) {
      return;
    }
    const width = Math.max(1, this.scroller.clientWidth);
    this.levels = levelsInView(this.scene.model.boxes, range[0], range[1], width);
    this.sizer.style.height = `${this.levels * ROW_HEIGHT + ROW_HEIGHT / 2}px`;
  }

  private viewport(): Viewport {
    const height = this.scroller.clientHeight;
    const rootAtBottom = this.scene?.rootAtBottom ?? false;
    // A graph lower than the view stands on its floor when its root is at the bottom.
    const slack = rootAtBottom ? Math.max(0, height - this.levels * ROW_HEIGHT) : 0;
    return {
      width: this.scroller.clientWidth,
      height,
      scrollTop: this.scroller.scrollTop - slack,
      rowHeight: ROW_HEIGHT,
      left: this.left,
      right: this.right,
      levels: this.levels,
      rootAtBottom,
    };
  }
}

function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
