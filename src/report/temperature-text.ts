/** Such as `42 to 60 °C`. */
export function temperatureText([lowestC, highestC]: readonly [number, number]): string {
  const [lowest, highest] = [lowestC, highestC].map((celsius) => celsius.toFixed(0));
  return lowest === highest ? `${lowest} °C` : `${lowest} to ${highest} °C`;
}
