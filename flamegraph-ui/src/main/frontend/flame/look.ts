import { FlameModel, type Change, type Finding } from './model.ts';
import { nameParts, shortestName } from './names.ts';
import type { Look } from './painter.ts';
import { changeColour, ink, nameColours, type ColourBy, type Ink } from './palette.ts';

/** What is written before a name so that changes differ without colour. */
export const SYMBOLS: Record<Change, string> = {
  added: '+ ',
  removed: '− ',
  grown: '▲ ',
  shrunk: '▼ ',
  same: '',
};

/** How much of its change a box shows whose function did not really change. */
export const PALE = 0.008;

/** How the boxes of a model look: by package or kind, or by how they changed. */
export class ModelLook implements Look {
  readonly ink: Ink;
  private readonly model: FlameModel;
  private readonly dark: boolean;
  private readonly finding: Finding | undefined;
  private readonly colours: readonly string[];

  constructor(model: FlameModel, by: ColourBy, dark: boolean, finding: Finding | undefined) {
    this.model = model;
    this.dark = dark;
    this.finding = finding;
    this.ink = ink(dark);
    const { names, kinds } = model.boxes.tree;
    this.colours = model.isDiff ? [] : nameColours(names, kinds, by, dark);
  }

  fill(box: number): string {
    if (this.model.isDiff) {
      const change = box === 0 ? 0 : this.model.shareChange(box);
      const strength = this.model.isReal(box) ? 1 : PALE;
      return changeColour(change * strength, this.model.fullChange, this.dark);
    }
    if (this.finding) {
      return this.ink.found;
    }
    return box === 0 ? this.ink.tiny : this.colours[this.model.boxes.tree.name[box]];
  }

  hatch(box: number): 'none' | 'added' | 'removed' {
    const change = this.model.change(box);
    return change === 'added' || change === 'removed' ? change : 'none';
  }

  labels(box: number): readonly string[] {
    const name = this.model.name(box);
    const kind = this.model.kind(box);
    const symbol = this.model.isReal(box) ? SYMBOLS[this.model.change(box)] : '';
    return [symbol + nameParts(name, kind).short, symbol + shortestName(name, kind)];
  }

  isDimmed(box: number): boolean {
    return this.finding !== undefined && this.finding.names[this.model.boxes.tree.name[box]] === 0;
  }
}
