/** Binds what is encrypted to whom it belongs to. */
export const purposeOf = (userId: string): string => `totp:${userId}`;
