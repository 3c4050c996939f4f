// Simple case folding (statuses C and S of CaseFolding.txt) of Unicode 17.0.0, as runs `gap,count,delta` in base 36: `gap` from the start
// of the run before, `count` of code points (1 where empty, every other one where negative), `delta` to the folded code point.
const RUNS =
  "1t,q,w;38,,lj;b,n,w;o,7,w;14,-o,1;1e,-3,1;7,-8,1;h,-n,1;1a,,-3d;1,-3,1;6,,-7g;2,,5u;1,-2,1;4,,5q;1,," +
  "1;2,2,5p;2,,1;3,,27;1,,5m;1,,5n;1,,1;2,,5p;1,,5r;2,,5v;1,,5t;1,,1;4,,5v;1,,5x;2,,5y;1,-3,1;6,,62;1,," +
  "1;2,,62;3,,1;2,,62;1,,1;2,2,61;2,-2,1;4,,63;1,,1;4,,1;8,,2;1,,1;2,,2;1,,1;2,,2;1,-9,1;j,-9,1;j,,2;1," +
  "-2,1;4,,-2p;1,,-1k;1,-k,1;14,,-3m;2,-9,1;o,,8bv;1,,1;2,,-4j;1,,8bs;3,,1;2,,-5f;1,,1x;1,,1z;1,-5,1;73" +
  ",,38;17,-2,1;6,,1;9,,38;7,,12;2,3,11;4,,1s;2,2,1r;3,h,w;i,9,w;v,,1;d,,8;1,,-u;1,,-p;4,,-f;1,,-m;2,-c" +
  ",1;o,,-1i;1,,-1c;3,,-1o;1,,-1s;2,,1;2,,-7;1,,1;3,3,-3m;3,g,28;g,w,w;28,-h,1;16,-r,1;1i,,f;1,-7,1;f,-" +
  "1c,1;2p,12,1c;29b,12,5ls;13,,5ls;6,,5ls;mj,6,-8;1oo,,-4su;1,,-4st;1,,-4sk;1,2,-4si;2,,-4sj;1,,-4sc;1" +
  ",,-4ro;1,,r7n;1,,1;7,17,-2bk;19,3,-2bk;8z,-23,1;4b,,-1m;3,,-5vj;2,-1c,1;2w,8,-8;g,6,-8;g,8,-8;g,8,-8" +
  ";g,6,-8;h,-4,-8;f,8,-8;w,8,-8;g,8,-8;g,8,-8;g,2,-8;2,2,-22;2,,-9;2,,-5j9;a,4,-2e;4,,-9;7,,-5kz;5,2,-" +
  "8;2,2,-2s;9,,-5kj;5,2,-8;2,2,-34;2,,-7;c,2,-3k;2,2,-3i;2,,-9;8a,,-5st;4,,-6gv;1,,-6di;7,,s;1a,g,g;z," +
  ",1;mr,q,q;1fu,1c,1c;2o,,1;2,,-8af;1,,-2xy;1,,-89z;3,-3,1;6,,-8bg;1,,-8al;1,,-8bj;1,,-8bi;2,,1;3,,1;9" +
  ",2,-8cf;2,-1e,1;2z,-2,1;7,,1;nym,-n,1;1s,-e,1;4i,-7,1;g,-v,1;1z,-2,1;4,,-r9g;1,-5,1;d,,1;2,,-wmg;3,-" +
  "2,1;6,-a,1;k,,-wn8;1,,-wnj;1,,-wnf;1,,-wn5;1,,-wn8;2,,-wlu;1,,-wmi;1,,-wlx;1,,ps;1,-8,1;g,,-1c;1,,-w" +
  "n7;1,,-raw;1,-2,1;4,,-wo7;1,-8,1;g,,-wu9;p,,1;or,28,-tzk;fpx,,1;t8,q,w;yn,14,14;4w,10,14;5c,b,13;c,f" +
  ",13;g,7,13;8,2,13;1d8,1f,1s;5s,m,w;28g,w,w;gww,w,w;2o,p,r;o68,y,y";

let table: Map<string, string> | undefined;

function build(): Map<string, string> {
  const folded = new Map<string, string>();
  let start = 0;
  for (const run of RUNS.split(";")) {
    const [gap, count, delta] = run.split(",") as [string, string, string];
    start += parseInt(gap, 36);
    const stride = count.startsWith("-") ? 2 : 1;
    const end = start + stride * Math.abs(parseInt(count || "1", 36));
    for (let code = start; code < end; code += stride)
      folded.set(String.fromCodePoint(code), String.fromCodePoint(code + parseInt(delta, 36)));
  }
  return folded;
}

/** A text with every code point replaced by its simple case folding; the table is pinned so that every process agrees. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  table ??= build();
  let folded = "";
  for (const character of text) folded += table.get(character) ?? character;
  return folded;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

let orbits: Map<string, string[]> | undefined;

/** All characters that fold to the same as this one, itself among them. */
export function caseVariants(character: string): readonly string[] {
  table ??= build();
  if (!orbits) {
    orbits = new Map();
    for (const [from, to] of table) orbits.set(to, [...(orbits.get(to) ?? [to]), from]);
  }
  return orbits.get(table.get(character) ?? character) ?? [character];
}
