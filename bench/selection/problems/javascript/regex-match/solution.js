export function regexMatch(pattern, text) {
  let at = 0;
  // A matcher takes the places that a text was read to and gives those to which its part reads on.
  const each = (places, next) => new Set([...places].flatMap(next));
  const one = (fits) => (places) =>
    each(places, (place) => (place < text.length && fits(text[place]) ? [place + 1] : []));
  const again = (matcher) => (places) => {
    const reached = new Set(places);
    for (let edge = reached; edge.size > 0; ) {
      edge = new Set([...matcher(edge)].filter((place) => !reached.has(place)));
      for (const place of edge) reached.add(place);
    }
    return reached;
  };
  const takes = (sign) => {
    if (pattern[at] !== sign) return false;
    at++;
    return true;
  };
  const literal = () => {
    takes('\\');
    return pattern[at++];
  };
  function choice() {
    const options = [sequence()];
    while (takes('|')) options.push(sequence());
    return (places) => new Set(options.flatMap((option) => [...option(places)]));
  }
  function sequence() {
    const parts = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated());
    return (places) => parts.reduce((reached, part) => part(reached), places);
  }
  function repeated() {
    const part = single();
    if (takes('*')) return again(part);
    if (takes('+')) return (places) => again(part)(part(places));
    if (takes('?')) return (places) => new Set([...places, ...part(places)]);
    return part;
  }
  function single() {
    if (takes('.')) return one(() => true);
    if (takes('[')) return characterClass();
    if (!takes('(')) {
      const wanted = literal();
      return one((character) => character === wanted);
    }
    const group = choice();
    takes(')');
    return group;
  }
  function characterClass() {
    const isOther = takes('^');
    const ranges = [];
    while (!takes(']')) {
      const first = literal();
      const isRange = pattern[at] === '-' && pattern[at + 1] !== ']';
      if (isRange) at++;
      ranges.push([first, isRange ? literal() : first]);
    }
    return one((character) => ranges.some(([first, last]) => first <= character && character <= last) !== isOther);
  }
  return choice()(new Set([0])).has(text.length);
}
