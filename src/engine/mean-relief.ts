/** placeholder */
export const meanRelief: Float64Array = new Float64Array(256);
