/** What becomes of the keys of somebody who goes: they end, or belong to whoever sees them off. */
export const keySettlements = ["end", "take"] as const;
export type KeySettlement = (typeof keySettlements)[number];
