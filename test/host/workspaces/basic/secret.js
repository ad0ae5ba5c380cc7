/** A word that nobody but the caller knows. */
exports.secret = function secret(length) {
  return 'x'.repeat(length);
};
