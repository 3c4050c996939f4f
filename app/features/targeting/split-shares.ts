import type { Slice, Split } from "@guidon/engine";

/** Buckets in a whole: shares are integers of this unit, so that they can always sum to exactly all. */
export const WHOLE = 100_000;

/** What one variant gets; `null` stands for gaps, where the split serves nothing and evaluation goes on. */
export interface Share {
  readonly variant: string | null;
  readonly size: number;
}

/** The shares of a split in the order of `variants`, each of them present, then the gaps if there are any. */
export function sharesOf(slices: readonly Slice[], variants: readonly string[]): Share[] {
  const sizes = new Map<string, number>();
  for (const [variant, from, to] of slices) sizes.set(variant, (sizes.get(variant) ?? 0) + to - from);
  const listed = [...variants, ...[...sizes.keys()].filter((variant) => !variants.includes(variant))];
  const shares: Share[] = listed.map((variant) => ({ variant, size: sizes.get(variant) ?? 0 }));
  const rest = WHOLE - shares.reduce((sum, share) => sum + share.size, 0);
  return rest > 0 ? [...shares, { variant: null, size: rest }] : shares;
}

type Locked = ReadonlySet<string | null>;
const noneLocked: Locked = new Set();

/**
 * Gives the share at `index` a new size, as far as the locked ones leave room. The others keep theirs as far as possible:
 * the largest of them gives or takes the difference, and only when it is used up does the next one. The sum stays the whole.
 */
export function resize(
  shares: readonly Share[],
  index: number,
  size: number,
  locked: Locked = noneLocked,
): Share[] {
  const sizes = shares.map((share) => share.size);
  const free = shares.flatMap(({ variant }, at) => (at === index || locked.has(variant) ? [] : [at]));
  const kept = shares.reduce(
    (sum, { variant, size: own }, at) => (at !== index && locked.has(variant) ? sum + own : sum),
    0,
  );
  const room = WHOLE - kept;
  const target = free.length === 0 ? room : Math.min(room, Math.max(0, Math.round(size)));
  let missing = room - target - free.reduce((sum, at) => sum + (sizes[at] ?? 0), 0);
  sizes[index] = target;
  const bySize = [...free].sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || a - b);
  for (const at of bySize) {
    const before = sizes[at] ?? 0;
    const after = Math.max(0, before + missing);
    sizes[at] = after;
    missing -= after - before;
    if (missing === 0) break;
  }
  return shares.map((share, at) => ({ ...share, size: sizes[at] ?? 0 }));
}

/** The same for every variant that is not locked; what does not divide goes to the first ones. */
export function even(shares: readonly Share[], locked: Locked = noneLocked): Share[] {
  const kept = shares.filter(({ variant }) => locked.has(variant));
  const free = shares.filter(({ variant }) => variant !== null && !locked.has(variant));
  if (free.length === 0) return [...shares];
  const room = WHOLE - kept.reduce((sum, { size }) => sum + size, 0);
  const each = Math.floor(room / free.length);
  let left = room - each * free.length;
  return shares.flatMap((share) => {
    if (locked.has(share.variant)) return [share];
    return share.variant === null ? [] : [{ ...share, size: each + (left-- > 0 ? 1 : 0) }];
  });
}

/** Slices laid out from scratch, in order, without gaps but the one that a `null` share asks for at the end. */
export function layOut(shares: readonly Share[]): Slice[] {
  let from = 0;
  const slices: Slice[] = [];
  for (const { variant, size } of shares) {
    if (variant !== null && size > 0) slices.push([variant, from, from + size]);
    from += size;
  }
  return slices;
}

interface Piece {
  owner: string | null;
  from: number;
  to: number;
}

/**
 * Slices with the new shares that move as few users as can be: who shrinks gives up buckets, who grows takes exactly
 * those, and nobody else is touched. Neighbouring buckets go first, so that the slices stay few.
 */
export function reweigh(slices: readonly Slice[], shares: readonly Share[]): Slice[] {
  const pieces = coverAll(slices);
  const wanted = new Map(shares.map((share) => [share.variant, share.size]));
  const held = new Map<string | null, number>();
  for (const piece of pieces) held.set(piece.owner, (held.get(piece.owner) ?? 0) + piece.to - piece.from);
  const surplus = (owner: string | null) => (held.get(owner) ?? 0) - (wanted.get(owner) ?? 0);
  for (const [grower, size] of wanted) {
    let need = size - (held.get(grower) ?? 0);
    while (need > 0) {
      const taken = takeOne(pieces, grower, need, surplus);
      if (taken === undefined) break;
      held.set(taken.from, (held.get(taken.from) ?? 0) - taken.size);
      held.set(grower, (held.get(grower) ?? 0) + taken.size);
      need -= taken.size;
    }
  }
  return merge(pieces);
}

/** How much of the whole gets something else, in buckets. */
export function movedBetween(before: readonly Slice[], after: readonly Slice[]): number {
  const ends = [...new Set([0, WHOLE, ...[...before, ...after].flatMap(([, from, to]) => [from, to])])].sort(
    (a, b) => a - b,
  );
  let moved = 0;
  for (let at = 0; at + 1 < ends.length; at += 1) {
    const from = ends[at] ?? 0;
    const to = ends[at + 1] ?? 0;
    if (ownerAt(before, from) !== ownerAt(after, from)) moved += to - from;
  }
  return moved;
}

/** How much of those who match enters the split: what its traffic gates let through. */
export function entering(split: Split): number {
  return (split.gates ?? [])
    .filter((gate) => gate.kind === "traffic")
    .reduce(
      (size, gate) => size * (gate.ranges.reduce((sum, [from, to]) => sum + to - from, 0) / WHOLE),
      WHOLE,
    );
}

/** `25 %`, `12.5 %`, `0.001 %`: as many digits as the number has. */
export function formatPercent(size: number): string {
  return `${percentOf(size)} %`;
}

export function percentOf(size: number): number {
  return Math.round((size / WHOLE) * 100_000) / 1000;
}

export function sizeOf(percent: number): number {
  return Math.round((percent / 100) * WHOLE);
}

function takeOne(
  pieces: Piece[],
  grower: string | null,
  need: number,
  surplus: (owner: string | null) => number,
): { from: string | null; size: number } | undefined {
  const able = (piece: Piece | undefined): piece is Piece =>
    piece !== undefined && piece.owner !== grower && surplus(piece.owner) > 0;
  for (const [at, piece] of pieces.entries()) {
    if (piece.owner !== grower) continue;
    const next = pieces[at + 1];
    if (able(next)) return cut(pieces, at + 1, grower, Math.min(need, surplus(next.owner)), "start");
    const previous = pieces[at - 1];
    if (able(previous)) return cut(pieces, at - 1, grower, Math.min(need, surplus(previous.owner)), "end");
  }
  const last = pieces.findLastIndex((piece) => able(piece));
  const piece = pieces[last];
  return piece === undefined
    ? undefined
    : cut(pieces, last, grower, Math.min(need, surplus(piece.owner)), "end");
}

function cut(pieces: Piece[], at: number, grower: string | null, most: number, end: "start" | "end") {
  const piece = pieces[at];
  if (piece === undefined) return undefined;
  const from = piece.owner;
  const size = Math.min(most, piece.to - piece.from);
  const given: Piece =
    end === "start"
      ? { owner: grower, from: piece.from, to: piece.from + size }
      : { owner: grower, from: piece.to - size, to: piece.to };
  const kept: Piece =
    end === "start" ? { ...piece, from: piece.from + size } : { ...piece, to: piece.to - size };
  const both = end === "start" ? [given, kept] : [kept, given];
  pieces.splice(at, 1, ...both.filter((part) => part.to > part.from));
  return { from, size };
}

function coverAll(slices: readonly Slice[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [owner, from, to] of [...slices].sort((a, b) => a[1] - b[1])) {
    if (from > at) pieces.push({ owner: null, from: at, to: from });
    if (to > from) pieces.push({ owner, from, to });
    at = Math.max(at, to);
  }
  if (at < WHOLE) pieces.push({ owner: null, from: at, to: WHOLE });
  return pieces;
}

function merge(pieces: readonly Piece[]): Slice[] {
  const slices: [string, number, number][] = [];
  for (const { owner, from, to } of pieces) {
    const last = slices.at(-1);
    if (owner === null) continue;
    if (last !== undefined && last[0] === owner && last[2] === from) last[2] = to;
    else slices.push([owner, from, to]);
  }
  return slices;
}

function ownerAt(slices: readonly Slice[], bucket: number): string | null {
  return slices.find(([, from, to]) => bucket >= from && bucket < to)?.[0] ?? null;
}
