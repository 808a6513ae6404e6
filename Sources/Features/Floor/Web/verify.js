// Checks a receipt, an opening and a fingerprint in the browser. Nothing is sent anywhere.

const part = (id) => document.getElementById(id);
const words = Object.fromEntries(
  [...document.querySelectorAll("#words [data-word]")].map((item) => [item.dataset.word, item.textContent]));
const utf8 = (text) => new TextEncoder().encode(text);
const most = 1 << 20;

class Unreadable extends Error {}

const joined = (...parts) => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
};
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);

const fromBase64 = (text, length) => {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Unreadable();
  }
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  if (btoa(binary) !== text || (length && bytes.length !== length)) throw new Unreadable();
  return bytes;
};
const fromHex = (text, length) => {
  if (!/^([0-9a-f]{2})+$/.test(text ?? "") || text.length !== 2 * length) throw new Unreadable();
  return Uint8Array.from(text.match(/../g), (digits) => parseInt(digits, 16));
};
const number = (text) => {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) throw new Unreadable();
  return BigInt(text);
};

// A signed note of a checkpoint: three lines, an empty one, signatures.
const readNote = (note) => {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) throw new Unreadable();
  const text = note.slice(0, end + 1);
  const lines = text.split("\n");
  if (lines.length !== 4 || !lines[0]) throw new Unreadable();
  const signatures = note.slice(end + 2, -1).split("\n").map((line) => {
    const found = /^\u2014 (\S+) (\S+)$/.exec(line);
    if (!found) throw new Unreadable();
    const bytes = fromBase64(found[2]);
    return { name: found[1], id: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text, origin: lines[0], size: number(lines[1]), root: fromBase64(lines[2], 32), signatures };
};

// C2SP tlog-proof.
const readReceipt = (text) => {
  const lines = text.split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1" || !lines[0].startsWith("extra ")) throw new Unreadable();
  const entry = fromBase64(lines.shift().slice(6));
  if (!lines[0]?.startsWith("index ")) throw new Unreadable();
  const index = number(lines.shift().slice(6));
  const hashes = [];
  while (lines.length && lines[0]) {
    hashes.push(fromBase64(lines.shift(), 32));
    if (hashes.length > 63) throw new Unreadable();
  }
  return { entry, index, hashes, note: readNote(lines.slice(1).join("\n")) };
};

// RFC 9162, section 2.1.3.2; the hashes of RFC 6962.
const isIncluded = async ({ entry, index, hashes, note }) => {
  if (index >= note.size) return false;
  let [place, last] = [index, note.size - 1n];
  let hash = await sha256([0], entry);
  for (const other of hashes) {
    if (last === 0n) return false;
    if (place & 1n || place === last) {
      hash = await sha256([1], other, hash);
      while (!(place & 1n) && place) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await sha256([1], hash, other);
    }
    place >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(hash, note.root);
};

const fingerprint = async (note) => {
  const bytes = (await sha256(utf8("jirga/v1/fingerprint\0"), utf8(note.text))).slice(0, 16);
  const whole = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % 10n ** 24n;
  return whole.toString().padStart(24, "0").match(/.{4}/g).join(" ");
};

// Digits of any of our scripts as plain ones, and nothing else.
const plainDigits = (text) =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15).replace(/[^0-9]/g, "");

// "good", "bad" or "unable" for a browser without Ed25519.
const signed = async (note, keyText) => {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(keyText);
  if (!found) throw new Unreadable();
  const key = fromBase64(found[3], 33);
  const id = (await sha256(utf8(`${found[1]}\n`), key)).slice(0, 4);
  if (key[0] !== 1 || !same(id, fromHex(found[2], 4))) throw new Unreadable();
  const line = note.signatures.find((line) => line.name === found[1] && same(line.id, id));
  if (!line || found[1] !== note.origin) return "bad";
  try {
    const imported = await crypto.subtle.importKey("raw", key.slice(1), { name: "Ed25519" }, false, ["verify"]);
    const isGood = await crypto.subtle.verify({ name: "Ed25519" }, imported, line.signature, utf8(note.text));
    return isGood ? "good" : "bad";
  } catch {
    return "unable";
  }
};

const readOpening = async (text) => {
  const lines = text.split("\n");
  if (lines[0] !== "jirga/v1/opening") throw new Unreadable();
  const values = Object.fromEntries(lines.slice(1).map((line) => line.split(" ")));
  const body = fromHex(values.body, 57);
  if (!same(body.slice(0, 4), utf8("JVB1")) || body[56] > 3) throw new Unreadable();
  const commitment = await sha256(utf8("jirga/v1/vote\0"), fromHex(values.nonce, 32), body);
  return { entry: joined(fromHex("4a4c45310011000100200000" + "0020", 14), commitment), choice: body[56] };
};

const outcome = part("outcome");
let isAllGood = true;

const say = (state, word, value) => {
  const line = document.createElement("li");
  line.dataset.state = state;
  line.dataset.about = word;
  const mark = document.createElement("strong");
  mark.textContent = words[`state_${state}`];
  line.append(mark, " ", words[word]);
  if (value !== undefined) {
    const code = document.createElement("code");
    code.dir = "auto";
    code.textContent = value;
    line.append(" ", code);
  }
  if (state === "bad") isAllGood = false;
  outcome.querySelector("ul").append(line);
};

const text = async (file) => {
  if (file.size > most) throw new Unreadable();
  return file.text();
};

// What `read` makes; says `word` where it can't be read.
const readable = async (word, read) => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    say("bad", word);
  }
};

const check = async () => {
  const [receiptFile] = part("receipt").files;
  const [openingFile] = part("opening").files;
  const [digits, key, pasted] = ["digits", "key", "note"].map((id) => part(id).value.trim());
  if (!receiptFile && !openingFile && !pasted) return say("open", "nothing");
  const receipt = receiptFile && (await readable("not_receipt", async () => readReceipt(await text(receiptFile))));
  const opening = openingFile && (await readable("not_opening", async () => readOpening(await text(openingFile))));
  const note = receipt?.note ?? (pasted && (await readable("not_note", () => readNote(pasted + "\n"))));
  if (receipt) {
    if (await isIncluded(receipt)) say("good", "included", `${receipt.index + 1n} / ${note.size}`);
    else say("bad", "not_included");
  }
  if (note) {
    const own = await fingerprint(note);
    say("open", "origin", note.origin);
    say("open", "fingerprint", own);
    if (!digits) say("open", "no_digits");
    else if (plainDigits(digits) === own.replaceAll(" ", "")) say("good", "digits_same");
    else say("bad", "digits_other");
    if (!key) say("open", "no_key");
    else {
      const found = await readable("not_key", () => signed(note, key));
      if (found) say(found === "unable" ? "open" : found, `signature_${found}`);
    }
  }
  if (opening) {
    if (!receipt) say("open", "opening_alone");
    else if (same(opening.entry, receipt.entry)) say("good", "opening_fits", words[`choice_${opening.choice}`]);
    else say("bad", "opening_other");
  }
};

part("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  isAllGood = true;
  outcome.replaceChildren(document.createElement("ul"));
  try {
    await check();
  } catch {
    say("bad", "fault");
  }
  const verdict = document.createElement("p");
  verdict.className = isAllGood ? "notice info" : "notice warn";
  verdict.textContent = words[isAllGood ? "verdict_good" : "verdict_bad"];
  if (outcome.querySelector("li[data-state=good], li[data-state=bad]")) outcome.prepend(verdict);
  outcome.dataset.done = "yes";
});

// Browsers have these functions on pages only that came by a safe way.
if (globalThis.crypto?.subtle) {
  part("checker").hidden = false;
  part("without").hidden = true;
}
