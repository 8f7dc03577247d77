import { measurementsHash } from "../cost/measurements-hash.ts";
import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import type { Profile } from "../generated/profile.ts";
import { modelKernels } from "../ir/model-kernels.ts";
import { planHash } from "../plan/plan-hash.ts";
import { errorAt, type Finding, noteAt, type Subject } from "./finding.ts";

/** A profile, and where it comes from. */
export interface ProfileFile {
  profile: Profile;
  path: string;
  /** SHA-256 in hex of its file of format 1, by which older plans name it. */
  sha256?: string;
}

type Origin = Pick<Subject, "plan" | "document">;

/** Checks that the plan is the one that was written, and that it was made from this profile. */
export function checkProvenance(subject: Origin, profile: ProfileFile | undefined): Finding[] {
  return [
    ...checkHash(subject),
    ...checkSessions(subject),
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

/** They are asked in their order: one that stands there again can answer nothing more. */
function checkSessions(subject: Origin): Finding[] {
  const { sessions = [] } = subject.plan.profile;
  const at = sessions.findIndex((name, index) => sessions.indexOf(name) !== index);
  if (at === -1) return [];
  const message = `the session ${sessions[at]} is listed twice`;
  return [errorAt(subject, ["profile", "sessions", at], "profile", message)];
}

function checkProfile(subject: Origin, file: ProfileFile): Finding[] {
  const { plan } = subject;
  const { profile } = file;
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
  return [...checkMeasurements(subject, file), ...mismatches];
}

/** Plans name what they were made from by its content; older ones by the file that held it. */
function checkMeasurements(subject: Origin, { profile, path, sha256 }: ProfileFile): Finding[] {
  const { measurements, sha256: named } = subject.plan.profile;
  if (measurements === undefined && named === undefined) {
    const message = "the plan does not say which measurements it was made from";
    return [errorAt(subject, ["profile"], "profile", message)];
  }
  const [key, expected, found] =
    measurements === undefined
      ? ["sha256", named, sha256]
      : ["measurements", measurements, hashOfUsed(subject.plan, profile)];
  const unknowable = found === undefined && measurements !== undefined;
  if (unknowable || found === expected) return [];
  const has = found === undefined ? "no such SHA-256" : `SHA-256 ${shortened(found)}`;
  const message = `${path} does not have the measurements that the plan was made from: ${has} instead of ${shortened(expected ?? "")}`;
  return [errorAt(subject, ["profile", key as string], "profile", message)];
}

/** @returns undefined for a model that cannot be: that is found elsewhere */
function hashOfUsed({ model }: Plan, profile: Profile): string | undefined {
  try {
    return measurementsHash(profile, modelKernels(model.shape, model.tensorParallel, model.norms));
  } catch (error) {
    if (error instanceof PlannerError) return undefined;
    throw error;
  }
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
