import type { Boxes } from './arrange.ts';
import type { Ink } from './palette.ts';
import {
  firstChildRightOf,
  pixelsPerUnit,
  rowTop,
  SMALLEST,
  type Viewport,
} from './viewport.ts';

/** How boxes look, apart from where they are. */
export interface Look {
  readonly ink: Ink;
  fill(box: number): string;
  /** Lines over the fill, for what one side does not have at all. */
  hatch(box: number): 'none' | 'added' | 'removed';
  /** What may stand in the box, from the longest to the shortest. */
  labels(box: number): readonly string[];
  /** Whether the box steps back because others are searched for. */
  isDimmed(box: number): boolean;
}

/** Boxes that are pointed at. */
export interface Marks {
  readonly hovered: number | undefined;
  readonly focused: number | undefined;
}

const MIN_LABEL_WIDTH = 28;
const PADDING = 5;

/** Draws the boxes of a view, and of those only what is large enough to be seen. */
export class Painter {
  private readonly context: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();
  private font = '';

  constructor(context: CanvasRenderingContext2D) {
    this.context = context;
  }

  /** @returns how many boxes were drawn */
  paint(boxes: Boxes, view: Viewport, look: Look, marks: Marks, font: string): number {
    this.useFont(font);
    this.context.clearRect(0, 0, view.width, view.height);
    if (boxes.levels === 0 || pixelsPerUnit(view) === 0) {
      return 0;
    }
    const pass = new Pass(this.context, boxes, view, look, (text) => this.measure(text));
    const drawn = pass.run();
    pass.ring(marks.hovered, 1, look.ink.mark);
    pass.ring(marks.focused, 2, look.ink.ring);
    return drawn;
  }

  private useFont(font: string): void {
    if (font !== this.font) {
      this.widths.clear();
      this.font = font;
    }
    this.context.font = font;
    this.context.textBaseline = 'middle';
  }

  private measure(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.context.measureText(text).width;
      if (this.widths.size > 20_000) {
        this.widths.clear();
      }
      this.widths.set(text, width);
    }
    return width;
  }
}

class Pass {
  private readonly context: CanvasRenderingContext2D;
  private readonly boxes: Boxes;
  private readonly view: Viewport;
  private readonly look: Look;
  private readonly measure: (text: string) => number;
  private readonly scale: number;
  private readonly hatches = new Map<string, CanvasPattern>();
  private drawn = 0;

  constructor(
    context: CanvasRenderingContext2D,
    boxes: Boxes,
    view: Viewport,
    look: Look,
    measure: (text: string) => number,
  ) {
    this.context = context;
    this.boxes = boxes;
    this.view = view;
    this.look = look;
    this.measure = measure;
    this.scale = pixelsPerUnit(view);
  }

  run(): number {
    const { boxes } = this;
    const stack = [0];
    for (let box = stack.pop(); box !== undefined; box = stack.pop()) {
      if (this.isRowInView(boxes.depth[box])) {
        this.box(box);
      }
      if (this.mayShowBelow(boxes.depth[box])) {
        this.children(box, stack);
        this.hidden(box);
      }
    }
    return this.drawn;
  }

  ring(box: number | undefined, width: number, colour: string): void {
    if (box === undefined || box >= this.boxes.x.length) {
      return;
    }
    const left = Math.max(-width, this.pixel(this.boxes.x[box]));
    const end = this.pixel(this.boxes.x[box] + this.boxes.width[box]);
    const right = Math.min(this.view.width + width, end);
    if (right <= 0 || left >= this.view.width) {
      return;
    }
    const top = rowTop(this.view, this.boxes.depth[box]);
    this.context.lineWidth = width;
    this.context.strokeStyle = colour;
    const inset = width / 2;
    const height = this.view.rowHeight - 1 - width;
    this.context.strokeRect(left + inset, top + inset, Math.max(1, right - left - width), height);
  }

  /** Puts the children to be drawn on the stack; runs of tiny ones become one muted box. */
  private children(box: number, stack: number[]): void {
    const { boxes, view } = this;
    const end = boxes.first[box + 1];
    let tinyFrom = -1;
    let child = firstChildRightOf(boxes, box, view.left);
    for (; child < end && boxes.x[child] < view.right; child++) {
      if (boxes.width[child] * this.scale >= SMALLEST) {
        this.tiny(box, tinyFrom, child);
        tinyFrom = -1;
        stack.push(child);
      } else if (tinyFrom < 0) {
        tinyFrom = child;
      }
    }
    this.tiny(box, tinyFrom, child);
  }

  private tiny(parent: number, from: number, to: number): void {
    const depth = this.boxes.depth[parent] + 1;
    if (from < 0 || from >= to || !this.isRowInView(depth)) {
      return;
    }
    const left = this.pixel(this.boxes.x[from]);
    const right = this.pixel(this.boxes.x[to - 1] + this.boxes.width[to - 1]);
    if (right - left >= SMALLEST) {
      this.context.fillStyle = this.look.ink.tiny;
      this.context.fillRect(left, rowTop(this.view, depth), right - left, this.view.rowHeight - 1);
    }
  }

  /** What the server left out below a box: a dotted line where its boxes would be. */
  private hidden(box: number): void {
    const depth = this.boxes.depth[box] + 1;
    const right = this.boxes.x[box] + this.boxes.width[box];
    const from = Math.max(0, this.pixel(right - this.boxes.hidden[box]));
    const to = Math.min(this.view.width, this.pixel(right));
    if (to - from < 2 || !this.isRowInView(depth)) {
      return;
    }
    const top = rowTop(this.view, depth);
    this.context.fillStyle = this.look.ink.hidden;
    for (let x = from + 1; x + 1.5 <= to; x += 4) {
      this.context.fillRect(x, top + this.view.rowHeight / 2 - 1, 1.5, 1.5);
    }
  }

  private box(box: number): void {
    const { context, view, look } = this;
    const start = this.pixel(this.boxes.x[box]);
    const stop = this.pixel(this.boxes.x[box] + this.boxes.width[box]);
    const left = Math.max(0, start);
    const right = Math.min(view.width, stop);
    const gap = stop - start > 3 ? 1 : 0;
    const width = Math.max(SMALLEST, right - left - gap);
    const top = rowTop(view, this.boxes.depth[box]);
    const height = view.rowHeight - 1;
    const dimmed = look.isDimmed(box);
    context.fillStyle = dimmed ? look.ink.dimBox : look.fill(box);
    context.fillRect(left, top, width, height);
    this.drawn++;
    const hatch = dimmed ? 'none' : look.hatch(box);
    if (hatch !== 'none') {
      context.fillStyle = this.hatchPattern(hatch);
      context.fillRect(left, top, width, height);
    }
    if (width >= MIN_LABEL_WIDTH) {
      this.label(box, left + PADDING, width - 2 * PADDING, top + height / 2 + 0.5, dimmed);
    }
  }

  private label(box: number, x: number, room: number, y: number, dimmed: boolean): void {
    const labels = this.look.labels(box);
    const text =
      labels.find((label) => this.measure(label) <= room) ??
      this.shortened(labels[labels.length - 1], room);
    if (text !== '') {
      this.context.fillStyle = dimmed ? this.look.ink.dimText : this.look.ink.text;
      this.context.fillText(text, x, y);
    }
  }

  private shortened(label: string, room: number): string {
    const average = this.measure(label) / label.length;
    const characters = Math.floor(room / average) - 1;
    return characters < 2 ? '' : `${label.slice(0, characters)}…`;
  }

  private hatchPattern(hatch: 'added' | 'removed'): CanvasPattern | string {
    let pattern = this.hatches.get(hatch);
    if (!pattern) {
      const made = this.context.createPattern(hatchTile(hatch, this.look.ink.hatch), 'repeat');
      if (!made) {
        return 'transparent';
      }
      pattern = made;
      this.hatches.set(hatch, pattern);
    }
    return pattern;
  }

  private pixel(x: number): number {
    return (x - this.view.left) * this.scale;
  }

  private isRowInView(depth: number): boolean {
    const top = rowTop(this.view, depth);
    return top < this.view.height && top + this.view.rowHeight > 0;
  }

  private mayShowBelow(depth: number): boolean {
    const top = rowTop(this.view, depth + 1);
    return this.view.rootAtBottom ? top + this.view.rowHeight > 0 : top < this.view.height;
  }
}

/** Added leans to the right and removed to the left, so that they differ without colour. */
function hatchTile(hatch: 'added' | 'removed', colour: string): HTMLCanvasElement {
  const size = 8;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const context = tile.getContext('2d');
  if (context) {
    context.strokeStyle = colour;
    context.lineWidth = 1.25;
    const slope = hatch === 'added' ? 1 : -1;
    for (const shift of [-size, 0, size]) {
      context.beginPath();
      context.moveTo(shift, slope > 0 ? size : 0);
      context.lineTo(shift + size, slope > 0 ? 0 : size);
      context.stroke();
    }
  }
  return tile;
}
