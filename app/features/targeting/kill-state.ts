/** The kill layer as it stands after a call. */
export interface KillState {
  readonly environment: string;
  readonly killed: boolean;
  /** What everybody gets while the flag is killed; null is the caller's default, and also where nothing is killed. */
  readonly variant: string | null;
  /** Of the targeting, as If-Match names it. */
  readonly version: string;
  /** The environment's revision that holds it. */
  readonly revision: number;
  /** False where it stood like that before: nothing was published. */
  readonly changed: boolean;
}
