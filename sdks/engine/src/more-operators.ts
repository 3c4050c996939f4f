/** @module Operators for versions, instants and addresses, and case folding: what few snapshots need. Hand `moreOperators` to `compile` of the core. */
import { isInside, parseAddress, parseNetwork } from "./address.ts";
import { fold } from "./casefold.ts";
import { instant } from "./instant.ts";
import { readAll, type MoreOperators, type Plan } from "./operators.ts";
import { compareVersions, parseVersion } from "./semver.ts";
import { FALSE, TRUE, truth, UNKNOWN } from "./truth.ts";

/** An operator from how it reads what it compares, how it reads its own values, and when it holds with one of these. */
const operator =
  <Value, Limit>(
    read: (value: unknown) => Value | undefined,
    readLimit: (value: unknown) => Limit | undefined,
    holds: (value: Value, limit: Limit) => boolean,
  ): Plan =>
  (values) => {
    const limits = readAll(values, readLimit);
    return (
      limits &&
      ((value) => {
        const own = read(value);
        return own === undefined ? UNKNOWN : truth(limits.some((limit) => holds(own, limit)));
      })
    );
  };

/** Versions have a loop of their own, so that the machine sees one kind of value in it. */
const versions =
  (holds: (order: number) => boolean): Plan =>
  (values) => {
    const limits = readAll(values, parseVersion);
    return (
      limits &&
      ((value) => {
        const version = parseVersion(value);
        if (version === undefined) return UNKNOWN;
        for (let i = 0; i < limits.length; i++) if (holds(compareVersions(version, limits[i]!))) return TRUE;
        return FALSE;
      })
    );
  };

export const moreOperators: MoreOperators = {
  plans: {
    before: operator(instant, instant, (own, limit) => own < limit),
    after: operator(instant, instant, (own, limit) => own > limit),
    semverEq: versions((order) => order === 0),
    semverLt: versions((order) => order < 0),
    semverLte: versions((order) => order <= 0),
    semverGt: versions((order) => order > 0),
    semverGte: versions((order) => order >= 0),
    inCidr: operator(parseAddress, parseNetwork, isInside),
  },
  fold,
  instant,
};
