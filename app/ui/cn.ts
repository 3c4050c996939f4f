import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; where two contradict each other, the later wins. */
export function cn(...names: ClassValue[]): string {
  return twMerge(clsx(names));
}
