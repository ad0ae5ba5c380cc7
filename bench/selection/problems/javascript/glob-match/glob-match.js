/**
 * Whether a path fits a glob: '?' is one character but '/', '*' any number of them but '/', and '**' any number of
 * characters, '/' too. All else stands for itself, and the whole path must fit.
 * Example: globMatch('src/*.js', 'src/a.js') is true and globMatch('src/*.js', 'src/x/a.js') is false.
 */
export function globMatch(glob, path) {
  throw new Error('not implemented');
}
