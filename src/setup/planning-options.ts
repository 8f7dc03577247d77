/** Options that say what to plan for; `setUp` makes inputs of them. */
export interface PlanningOptions {
  model: string;
  gpu?: string;
  profile?: string;
  tp?: number;
  workload?: string;
  batch?: number;
  decode?: number;
  context?: number;
}
