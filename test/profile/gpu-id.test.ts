import { expect, it } from "@jest/globals";
import { gpuIdOf } from "../../src/profile/gpu-id.ts";

it.each([
  ["NVIDIA H100 80GB HBM3", "h100-sxm"],
  ["NVIDIA H100 PCIe", "h100-pcie"],
  ["NVIDIA H200", "h200-sxm"],
  ["NVIDIA A100-SXM4-80GB", "a100-sxm"],
  ["NVIDIA GeForce RTX 4090", "rtx-4090"],
  ["NVIDIA L40S", "l40s"],
])("names %s %s", (driverName, id) => {
  expect(gpuIdOf(driverName)).toBe(id);
});
