/** A word that nobody but the caller knows. */
exports.secret = function secret(length) {
  throw new Error(`not implemented: ${length}`);
};
