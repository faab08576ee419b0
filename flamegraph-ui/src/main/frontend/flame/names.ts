import { KINDS, type Kind } from './tree.ts';

/** A function's name in the parts that a reader tells apart. */
export interface NameParts {
  /** Such as "PriceRules.apply", what a box shows. */
  readonly short: string;
  /** Such as "com.acme.shop"; empty for what has no package. */
  readonly packageName: string;
}

export function kindOf(kind: number): Kind {
  return KINDS[kind] ?? 'native';
}

export function nameParts(name: string, kind: Kind): NameParts {
  if (kind === 'class') {
    return splitAt(name, name.lastIndexOf('.'));
  }
  if (!isManaged(kind)) {
    return { short: name, packageName: '' };
  }
  return splitAt(name, packageEnd(withoutSignature(name)));
}

/** The shortest name that still says something, for narrow boxes: the method alone. */
export function shortestName(name: string, kind: Kind): string {
  const plain = withoutSignature(name);
  return isManaged(kind) ? plain.slice(plain.lastIndexOf('.') + 1) : nameParts(name, kind).short;
}

/**
 * What a name is coloured by: its library as far as a package tells it, or what kind of code it is.
 */
export function packageGroup(name: string, kind: Kind): string {
  if (kind === 'native' || kind === 'kernel' || kind === 'vm') {
    return GROUP_NAMES[kind];
  }
  const { packageName } = nameParts(name, kind);
  if (packageName === '') {
    return kind === 'class' ? 'arrays and primitives' : 'no package';
  }
  const segments = packageName.split('.');
  return segments.slice(0, PLATFORM.has(segments[0]) ? 2 : 3).join('.');
}

/** Whether a group is the Java platform's own. */
export function isPlatform(group: string): boolean {
  return PLATFORM.has(group.split('.', 1)[0]);
}

const PLATFORM = new Set(['java', 'javax', 'jdk', 'sun']);
const GROUP_NAMES = { native: 'native code', kernel: 'kernel', vm: 'JVM' } as const;

function isManaged(kind: Kind): boolean {
  return kind === 'java' || kind === 'inlined';
}

/** The dot before the class: the first capital after a dot, else the last dot but one. */
function packageEnd(name: string): number {
  const capital = name.search(/(^|\.)[A-Z]/);
  if (capital >= 0) {
    return name[capital] === '.' ? capital : -1;
  }
  const method = name.lastIndexOf('.');
  return method < 1 ? -1 : name.lastIndexOf('.', method - 1);
}

function withoutSignature(name: string): string {
  const signature = name.indexOf('(');
  return signature > 0 ? name.slice(0, signature) : name;
}

function splitAt(name: string, dot: number): NameParts {
  return dot < 0
    ? { short: name, packageName: '' }
    : { short: name.slice(dot + 1), packageName: name.slice(0, dot) };
}
