/** What each problem means and what to do about it. */
export const MESSAGES: Readonly<Record<string, string>> = {
  not_an_array: "This must be an array; write [] for none.",
  not_an_object: "This must be an object.",
  not_a_text: "This must be a string that is not empty.",
  not_texts: "Every item here must be a string.",
  not_a_boolean: "This must be true or false.",
  not_an_integer: "This must be a whole number.",
  not_scalars: "Values must be strings, finite numbers, true or false.",
  not_a_condition:
    "This is not a condition. Write exactly one of all, any, not, known, segment, flag, sample, some or an attribute with an operator.",
  not_a_quantifier: 'The quantifier is "any" or "all"; leave it out for "any".',
  not_a_seed: "A seed is a whole number from 0 to 4294967295.",
  not_a_range:
    "A range is [from, to) with 0 ≤ from ≤ to ≤ 100000 in whole numbers (or in the units of the hash profile).",
  not_a_gate_kind: 'The kind of a gate is "traffic", "layer" or "holdout".',
  not_a_list: "A list is { keys } or, where it travels apart, { revision, count, digest }.",
  not_a_key:
    "A key begins with a letter or digit and goes on with up to 199 letters, digits, dots, underscores or hyphens.",
  not_a_flag_type: 'The type of a flag is "boolean", "string", "number" or "object".',
  not_of_the_flags_type:
    "The value of this variant is not of the flag's type. Change the value, or the type.",
  not_an_engine_level: "The engine level is a whole number from 1.",
  not_one_of_variant_and_split: "Serve either a variant or a split, not both.",
  duplicate_key: "This key is taken. Give each one a key of its own.",
  duplicate_rule_id: "Another rule has this id. Give each rule an id of its own.",
  unknown_variant: "The flag has no such variant. Name one that it has, or add the variant.",
  unknown_operator: "This engine has no such operator. Correct it, or use a newer engine.",
  unknown_hash_profile:
    "This hash profile is not known here. Correct it, or hand the hasher of @guidon/engine/profiles to compile.",
  invalid_values:
    "The values do not suit the operator: text for contains, startsWith and endsWith; RE2 patterns for matches; finite numbers for lt to gte and sizes; two of them for between; RFC 3339 instants with zone or epoch milliseconds for before and after; versions for semver; addresses or networks for inCidr.",
  missing_matcher: "matches needs a matcher. Hand the one of @guidon/engine/matcher to compile.",
  missing_folding:
    "ignoreCase needs case folding. Hand moreOperators of @guidon/engine/more-operators to compile.",
  takes_no_values: 'exists takes no values. Write [], and "not" around it for its opposite.',
  reserved_attribute: "Attributes that begin with $ cannot give a unit. Name an attribute of the context.",
  overlapping_slices: "Two slices share buckets. Let each begin where the one before it ends, or later.",
  engine_too_old: "This document needs a newer engine.",
  nested_too_deep: "Conditions, segments and flags are nested more than 200 levels deep here. Flatten them.",
  cycle: "This needs itself. Take out one of the references on the way round.",
  missing_flag: "There is no such flag here. Create it first, or take the reference out.",
  archived_flag: "That flag is archived. Restore it, or take the reference out.",
  missing_segment: "There is no such segment here. Create it first, or take the reference out.",
  missing_variant: "That flag has no such variant. Name one that it has.",
};
