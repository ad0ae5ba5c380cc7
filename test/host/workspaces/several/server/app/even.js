/** Whether a whole number is odd. */
exports.isOdd = function isOdd(number) {
  throw new Error(`not implemented: ${number}`);
};
