/** In `holdOut`: what a kernel on a remainder takes of its energy alone, each pair by the mean of the others. */
export const COMPANY_ENERGY = "energy in company";
