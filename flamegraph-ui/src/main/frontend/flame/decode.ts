import type { Profile, Side, SideInfo, Verdict } from './tree.ts';

/** "CRFG", little-endian. */
const MAGIC = 0x47465243;

interface Header {
  readonly version: number;
  readonly type: string;
  readonly unit: string;
  readonly nodes: number;
  readonly names: string[];
  readonly kinds: number[];
  readonly sides: SideInfo[];
  readonly truncatedNodes: number;
  readonly verdicts: Verdict[];
}

/**
 * Reads what `ProfileEncoder` on the server writes: magic, header length, a JSON header padded to
 * eight bytes, then the columns parent and name (32-bit) and for each side self, total and samples
 * (64-bit floats). The columns are views on the buffer, not copies.
 */
export function decodeProfile(buffer: ArrayBuffer): Profile {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) {
    throw new Error('The server sent something that is not a profile. Reload the page.');
  }
  const headerBytes = view.getUint32(4, true);
  const text = new TextDecoder().decode(new Uint8Array(buffer, 8, headerBytes));
  const header = JSON.parse(text) as Header;
  if (header.version !== 1) {
    throw new Error('The server is newer than this page. Reload the page.');
  }
  const columns = new Columns(buffer, align(8 + headerBytes));
  const parent = columns.ints(header.nodes);
  const name = columns.ints(header.nodes);
  const sides: Side[] = header.sides.map(() => ({
    self: columns.doubles(header.nodes),
    total: columns.doubles(header.nodes),
    samples: columns.doubles(header.nodes),
  }));
  return {
    type: header.type,
    unit: header.unit,
    tree: { names: header.names, kinds: Uint8Array.from(header.kinds), parent, name, sides },
    info: header.sides,
    truncatedNodes: header.truncatedNodes,
    verdicts: header.verdicts,
  };
}

class Columns {
  private readonly buffer: ArrayBuffer;
  private offset: number;

  constructor(buffer: ArrayBuffer, offset: number) {
    this.buffer = buffer;
    this.offset = offset;
  }

  ints(length: number): Int32Array {
    const column = new Int32Array(this.buffer, this.offset, length);
    this.offset = align(this.offset + column.byteLength);
    return column;
  }

  doubles(length: number): Float64Array {
    const column = new Float64Array(this.buffer, this.offset, length);
    this.offset += column.byteLength;
    return column;
  }
}

function align(offset: number): number {
  return (offset + 7) & ~7;
}
