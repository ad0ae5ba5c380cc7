export function parseQuery(query) {
  const parameters = {};
  const decode = (text) => decodeURIComponent(text.replaceAll('+', ' '));
  for (const part of query.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const [name, ...value] = part.split('=');
    const [key, text] = [decode(name), decode(value.join('='))];
    parameters[key] = key in parameters ? [parameters[key], text].flat() : text;
  }
  return parameters;
}
