import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";

interface Drag {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** How far the item is from its place, in pixels. */
  readonly offset: number;
  readonly height: number;
}

export interface DragHandle {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

export interface DragOrder {
  /** What the handle of an item takes. */
  handle(id: string, index: number): DragHandle;
  /** How far to draw an item from its place; undefined while nothing is dragged. */
  shift(index: number): { readonly y: number; readonly dragged: boolean } | undefined;
}

/** Pixels from an edge of the window within which it scrolls. */
const edge = 90;

/**
 * Items that are put in order by their handles: with a finger or a mouse, or with the arrow keys while a handle has the
 * focus. Items are found by their `data-order` attribute, inside of `list`.
 */
export function useDragOrder(input: {
  readonly count: number;
  readonly onMove: (id: string, to: number) => void;
}): DragOrder & { readonly list: RefObject<HTMLOListElement> } {
  const { count, onMove } = input;
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const ending = useRef<() => void>();
  useEffect(() => () => ending.current?.(), []);

  const begin = (event: PointerEvent<HTMLElement>, id: string, from: number) => {
    if (event.button !== 0) return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[data-order]") ?? [])];
    const middles = items.map((item) => {
      const { top, height } = item.getBoundingClientRect();
      return { middle: top + scrollY + height / 2, height };
    });
    const own = middles[from];
    if (own === undefined) return;
    const start = event.clientY + scrollY;
    let latest: Drag = { id, from, to: from, offset: 0, height: own.height };
    let pointer = event.clientY;
    let frame = 0;

    const follow = () => {
      const offset = pointer + scrollY - start;
      const at = own.middle + offset;
      const passed = middles.filter(({ middle }, index) => index !== from && at > middle);
      latest = { ...latest, offset, to: passed.length };
      setDrag(latest);
    };
    const scroll = () => {
      const by = pointer < edge ? pointer - edge : Math.max(0, pointer - innerHeight + edge);
      if (by !== 0) {
        scrollBy(0, by / 8);
        follow();
      }
      frame = requestAnimationFrame(scroll);
    };
    const onPointer = (moved: globalThis.PointerEvent) => {
      pointer = moved.clientY;
      follow();
    };
    const end = () => {
      cancelAnimationFrame(frame);
      removeEventListener("pointermove", onPointer);
      removeEventListener("pointerup", drop);
      removeEventListener("pointercancel", end);
      removeEventListener("keydown", onKey);
      ending.current = undefined;
      setDrag(undefined);
    };
    const drop = () => {
      end();
      if (latest.to !== from) onMove(id, latest.to);
    };
    const onKey = (pressed: globalThis.KeyboardEvent) => {
      if (pressed.key === "Escape") end();
    };
    addEventListener("pointermove", onPointer);
    addEventListener("pointerup", drop);
    addEventListener("pointercancel", end);
    addEventListener("keydown", onKey);
    ending.current = end;
    frame = requestAnimationFrame(scroll);
  };

  return {
    list,
    handle: (id, index) => ({
      onPointerDown: (event) => begin(event, id, index),
      onKeyDown(event) {
        const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
        const to = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : index + by;
        if (to === index || to < 0 || to >= count) return;
        event.preventDefault();
        onMove(id, to);
      },
    }),
    shift(index) {
      if (drag === undefined) return undefined;
      const { from, to, offset, height } = drag;
      if (index === from) return { y: offset, dragged: true };
      if (index > from && index <= to) return { y: -height, dragged: false };
      if (index < from && index >= to) return { y: height, dragged: false };
      return { y: 0, dragged: false };
    },
  };
}
