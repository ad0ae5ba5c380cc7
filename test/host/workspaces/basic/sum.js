/** The sum of a list's numbers; 0 of an empty list. */
exports.sum = function sum(numbers) {
  return numbers.length;
};
