import { useRef } from "react";

export interface RowKeys {
  readonly list: readonly number[];
  splice(index: number, remove: number, add: number): void;
  move(from: number, to: number): void;
}

/** Keys for rows that have no name of their own, so that each keeps its place in what is typed when others come and go. */
export function useRowKeys(count: number): RowKeys {
  const held = useRef<{ next: number; list: number[] }>({ next: 0, list: [] });
  const keys = held.current;
  // Rows may also come and go from outside, by an undo: then it is the last ones.
  while (keys.list.length < count) keys.list.push(keys.next++);
  keys.list.length = count;
  return {
    list: keys.list,
    splice(index, remove, add) {
      keys.list.splice(index, remove, ...Array.from({ length: add }, () => keys.next++));
    },
    move(from, to) {
      const [key] = keys.list.splice(from, 1);
      if (key !== undefined) keys.list.splice(to, 0, key);
    },
  };
}
