/** Whether a whole number is even. */
exports.isEven = function isEven(number) {
  throw new Error(`not implemented: ${number}`);
};
