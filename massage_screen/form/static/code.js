// The answers as a code to be typed: says what code.py says.
"use strict";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const bitsFor = (count) => count > 1 ? 32 - Math.clz32(count - 1) : 0;

function checksum(bits) {
  let rest = 0xfffff;
  for (const bit of bits) {
    rest ^= bit << 19;
    rest = rest & 0x80000 ? ((rest << 1) ^ 0x8359f) & 0xfffff : (rest << 1) & 0xfffff;
  }
  return rest;
}

// Args: `day` is the number of the day since 1970-01-01.
function codeOf(engine, now, day, shown, taken) {
  const bits = [];
  const write = (value, count) => {
    for (let n = count - 1; n >= 0; n -= 1) bits.push((value >> n) & 1);
  };
  write(parseInt(engine.data.pack.digest.replace("sha256:", "").slice(0, 4), 16) >> 1, 15);
  write(shown ? 1 : 0, 1);
  write(taken ? 1 : 0, 1);
  write(day % 512, 9);
  for (const [question, value] of engine.answers(now)) {
    const mildest = engine.mildest(now, question);
    if (same(value, mildest)) {
      write(0, 1);
      continue;
    }
    write(1, 1);
    if (question.kind === "list") {
      write(value.includes(UNSURE) ? 1 : 0, 1);
      for (const { id } of engine.linesOf(now, question)) {
        write(value.includes(id) ? 0b10 : value.includes(`${id}?`) ? 0b11 : 0,
          value.some((word) => lineOf(word) === id) ? 2 : 1);
      }
    } else if (question.kind === "number") {
      const count = question.most - question.least + 2;
      write(value === UNSURE ? count - 1 : value - question.least, bitsFor(count));
    } else {
      const words = engine.wordsFor(now, question);
      write(words.indexOf(value), bitsFor(words.length));
    }
  }
  while (bits.length % 5) bits.push(0);
  const check = checksum(bits);
  for (let n = 0; n < 20; n += 1) bits.unshift((check >> n) & 1);
  const signs = [];
  for (let n = 0; n < bits.length; n += 5) {
    signs.push(DIGITS[parseInt(bits.slice(n, n + 5).join(""), 2)]);
  }
  return signs.join("").match(/.{1,4}/g).join("-");
}
