import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

/** An image of RGBA bytes, row by row. */
export interface Raster {
  width: number;
  height: number;
  pixels: Uint8Array;
}

export interface Rasteriser {
  name: string;
  /** undefined where the program is not installed. */
  draw: ((svg: string, folder: string) => Raster) | undefined;
}

function byResvg(svg: string): Raster {
  const { width, height, pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  return { width, height, pixels };
}

/** Reads a PNG by drawing it. */
function readPng(path: string): Raster {
  const png = readFileSync(path);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return byResvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${png.toString("base64")}"/></svg>`,
  );
}

function byProgram(
  name: string,
  commands: readonly string[],
  argumentsOf: (svg: string, png: string) => string[],
): Rasteriser {
  const command = commands.find((each) => spawnSync(each, ["--version"]).status === 0);
  if (command === undefined) return { name, draw: undefined };
  const draw = (svg: string, folder: string) => {
    const [from, to] = [join(folder, "picture.svg"), join(folder, "picture.png")];
    writeFileSync(from, svg);
    const { status, stderr } = spawnSync(command, argumentsOf(from, to), { encoding: "utf8" });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    return readPng(to);
  };
  return { name, draw };
}

/** Programs that draw SVG with code of their own; the first is always there. */
export function rasterisers(): Rasteriser[] {
  return [
    { name: "resvg", draw: byResvg },
    byProgram("librsvg", ["rsvg-convert"], (svg, png) => [svg, "--output", png]),
    byProgram("ImageMagick", ["magick", "convert"], (svg, png) => [`msvg:${svg}`, png]),
  ];
}
