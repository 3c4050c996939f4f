/** Kleene's three values, so that `all` is the least, `any` the greatest and `not` the opposite. */
export type Truth = -1 | 0 | 1;
export const FALSE = -1;
export const UNKNOWN = 0;
export const TRUE = 1;

export const truth = (holds: boolean): Truth => (holds ? TRUE : FALSE);
