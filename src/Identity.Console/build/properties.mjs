const escapes = { n: "\n", r: "\r", t: "\t", f: "\f" };
const unescape = (text) => text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code, char) => (code ? String.fromCharCode(parseInt(code, 16)) : escapes[char] ?? char));

/** What a Java properties file says. */
export function properties(text) {
  // A line that ends in an odd number of backslashes goes on in the next, whose indentation does not count.
  const lines = text.replace(/\r\n?/g, "\n").replace(/(?<!\\)((?:\\\\)*)\\\n[ \t\f]*/g, "$1").split("\n");
  const entries = lines
    .map((line) => line.replace(/^[ \t\f]+/, ""))
    .filter((line) => line !== "" && !/^[#!]/.test(line))
    .map((line) => /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line));
  return Object.fromEntries(entries.map(([, key, value]) => [unescape(key), unescape(value)]));
}
