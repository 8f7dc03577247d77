import type { Plan } from "../generated/plan.ts";
import type { Profile } from "../generated/profile.ts";
import { planHash } from "../plan/plan-hash.ts";
import { errorAt, type Finding, noteAt, type Subject } from "./finding.ts";

/** A profile, and the SHA-256 of its file in hex. */
export interface ProfileFile {
  profile: Profile;
  path: string;
  sha256: string;
}

type Origin = Pick<Subject, "plan" | "document">;

/** Checks that the plan is the one that was written, and that it was made from this profile. */
export function checkProvenance(subject: Origin, profile: ProfileFile | undefined): Finding[] {
  return [
    ...checkHash(subject),
    ...(profile === undefined ? [] : checkProfile(subject, profile)),
    ...checkSource(subject),
  ];
}

function checkHash(subject: Origin): Finding[] {
  const { plan } = subject;
  const expected = planHash(plan);
  if (plan.hash === expected) return [];
  const message = `the plan was changed after the search: its hash says ${shortened(plan.hash)}, its content has ${shortened(expected)}`;
  return [errorAt(subject, ["hash"], "hash", message)];
}

function checkProfile(subject: Origin, { profile, path, sha256 }: ProfileFile): Finding[] {
  const { plan } = subject;
  const expectations: [keys: string[], what: string, found: Scalar, expected: Scalar][] = [
    [["profile", "source"], "the profile's source", plan.profile.source, profile.source],
    [["gpu", "id"], "the GPU", plan.gpu.id, profile.gpu.id],
    [["gpu", "smCount"], "the GPU's SM count", plan.gpu.smCount, profile.gpu.smCount],
    [
      ["model", "tensorParallel"],
      "the tensor-parallel size",
      plan.model.tensorParallel,
      profile.model.tensorParallel,
    ],
  ];
  const mismatches = expectations
    .filter(([, , found, expected]) => found !== expected)
    .map(([keys, what, found, expected]) =>
      errorAt(
        subject,
        keys,
        "profile",
        `${what} is ${found}, but the profile given has ${expected}`,
      ),
    );
  if (plan.profile.sha256 === sha256) return mismatches;
  const message = `${path} is not the profile that the plan was made from: SHA-256 ${shortened(sha256)} instead of ${shortened(plan.profile.sha256)}`;
  return [errorAt(subject, ["profile", "sha256"], "profile", message), ...mismatches];
}

/** Enough digits of a hash to tell it from another. */
function shortened(hash: string): string {
  return `${hash.replace("sha256:", "").slice(0, 12)}…`;
}

type Scalar = string | number;

function checkSource(subject: Origin): Finding[] {
  const { source } = subject.plan.profile;
  if (source === "measured") return [];
  const reasons: Record<Exclude<Plan["profile"]["source"], "measured">, string> = {
    published: "from published figures",
    roofline: "estimated from a datasheet",
  };
  const message = `the profile was not measured but ${reasons[source]}, and so are this plan's numbers`;
  return [noteAt(subject, ["profile", "source"], "source", message)];
}
