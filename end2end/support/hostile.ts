/** What would run if it could: it would set `pwned`, or open a dialog. */
const harm = ["window.pwned=1", "alert(1)"];

const tags = [
  "<img src=x onerror=HARM>",
  "<svg onload=HARM>",
  "<svg><script>HARM</script></svg>",
  "<script>HARM</script>",
  "<iframe srcdoc=\"<script>parent.HARM</script>\"></iframe>",
  "<input autofocus onfocus=HARM>",
  "<details open ontoggle=HARM>x</details>",
  "<video><source onerror=HARM></video>",
  "<math><mtext></form><form><mglyph><style></math><img src=x onerror=HARM>",
  "</p></div></li></ol><img src=x onerror=HARM>",
  "<!--><img src=x onerror=HARM>-->",
  "<style>*{background:url(x)}</style>",
  "<base href=https://evil.example/>",
  "<form action=javascript:HARM><button autofocus>x</button></form>",
  "<object data=javascript:HARM></object>",
  "&lt;img src=x onerror=HARM&gt;",
  "{{constructor.constructor('HARM')()}}",
];

const containers = ["HERE", "**HERE**", "||HERE||", "`HERE`", "```html\nHERE\n```", "> HERE", "- [x] HERE", "# HERE", "| a |\n|---|\n| HERE |", "[HERE](https://example.org)"];

const addresses = [
  "javascript:HARM",
  "JaVaScRiPt:HARM",
  "java\tscript:HARM",
  "\u0001javascript:HARM",
  "javascript&colon;HARM",
  "data:text/html,<script>HARM</script>",
  "vbscript:HARM",
  "//evil.example",
  "https://example.org/\"onmouseover=\"HARM",
  "https://example.org/'onclick='HARM",
  "blob:https://example.org/1",
];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

/** About a hundred of the messages that the server's tests have thousands of. */
export const hostileMessages: string[] = [
  ...tags.flatMap((tag, row) => [0, 3, 7].map((step) => pick(containers, row + step).replace("HERE", tag))),
  ...containers.map((container, row) => container.replace("HERE", pick(tags, row))),
  ...addresses.flatMap((address) => [`[click](${address})`, `<${address}>`, `![x](${address} "x")`, `https://example.org/?${address}`]),
].map((text, index) => text.replaceAll("HARM", pick(harm, index)));

/** Names that are short enough for people and rooms. */
export const hostileNames = ["<img src=x onerror=pwned=1>", "\"onmouseover=pwned=1 x=\"", "<svg/onload=pwned=1>", "javascript:pwned=1"];
