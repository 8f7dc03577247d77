/** Thrown at a row that cannot be one request, or does not say what it must. Readers add its place. */
export class RowFault extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}
