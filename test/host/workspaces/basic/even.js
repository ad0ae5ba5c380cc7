/** Whether a whole number is even. */
exports.isEven = function isEven(number) {
  return number === 0;
};
