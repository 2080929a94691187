/** Thrown where a file is found not to be acceptable; everything else that is thrown says that it is broken. */
export class Fault extends Error {
  fault;
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}
