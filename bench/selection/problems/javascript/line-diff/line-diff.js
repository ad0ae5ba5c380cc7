/**
 * How one list of lines becomes another with as few changes as possible: the lines with '  ' before what stays, '- '
 * before what goes and '+ ' before what comes. Between two lines that stay, all that goes stands before what comes.
 * Where several lines could stay, a line stays as early as possible in the old list, and then in the new one.
 * Example: lineDiff(['a', 'b'], ['a', 'c']) is ['  a', '- b', '+ c'].
 */
export function lineDiff(before, after) {
  throw new Error('not implemented');
}
