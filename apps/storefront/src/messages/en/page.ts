/** Pages and policies. English. */

export const page = {
  otherPolicies: "Other policies",
} as const;
