/**
 * The least number of steps from S to E in a map, or -1 where there is no way. The map is a list of texts of the same
 * length; a step goes to one of the four neighbours, and '#' is a wall.
 * Example: shortestPath(['S#E', '...']) is 4.
 */
export function shortestPath(map) {
  throw new Error('not implemented');
}
