// A mail server that keeps what it is given: enough of SMTP for one client on this machine, without TLS.
import { createServer } from "node:net";

/** Reached only when what is waited for never happens, in milliseconds. */
const patience = 120_000;

/**
 * Listens on a free port, to `{ url, mails, mail, stop }`. `mails` holds every mail, the oldest first, as
 * `{ from, to, raw, subject, text }`; `to` is a list. `await mail(predicate)` answers the newest mail that fits, as soon as
 * there is one; it may have come before.
 */
export async function startSmtp() {
  const mails = [];
  const waiting = new Set();
  const keep = (mail) => {
    mails.push(mail);
    for (const look of waiting) look();
  };
  const open = new Set();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // Who hangs up ends its own conversation only.
    socket.on("error", () => socket.destroy());
    converse(socket, keep);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `smtp://127.0.0.1:${server.address().port}`,
    mails,
    mail: (predicate) => new Promise((resolve, reject) => {
      const look = () => {
        const found = mails.findLast(predicate);
        if (found) end(() => resolve(found));
      };
      const end = (settle) => {
        waiting.delete(look);
        clearTimeout(timer);
        settle();
      };
      const came = () => mails.map((mail) => `${mail.to}: ${mail.subject}`).join("\n");
      const timer = setTimeout(() => end(() => reject(new Error(`the mail did not come; these did:\n${came()}`))), patience);
      waiting.add(look);
      look();
    }),
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      for (const socket of open) socket.destroy();
    }),
  };
}

/** One client's conversation. Bytes are kept as they come, a character each. */
function converse(socket, keep) {
  const say = (line) => socket.write(`${line}\r\n`);
  let mail = { from: "", to: [] };
  let data = null;
  let credentials = false;
  const commands = {
    EHLO: () => say("250-mail.test\r\n250-8BITMIME\r\n250-PIPELINING\r\n250 AUTH PLAIN"),
    HELO: () => say("250 mail.test"),
    AUTH: (rest) => {
      const [, initial] = rest.split(" ");
      credentials = !initial;
      say(initial ? "235 welcome" : "334 ");
    },
    MAIL: (rest) => {
      mail = { from: address(rest), to: [] };
      say("250 go on");
    },
    RCPT: (rest) => {
      mail.to.push(address(rest));
      say("250 go on");
    },
    DATA: () => {
      data = [];
      say("354 go on");
    },
    RSET: () => {
      mail = { from: "", to: [] };
      say("250 forgotten");
    },
    NOOP: () => say("250 fine"),
    QUIT: () => socket.end("221 bye\r\n"),
  };
  const line = (text) => {
    if (data && text === ".") {
      const raw = Buffer.from(data.join("\r\n"), "latin1").toString();
      keep({ ...mail, raw, ...read(raw) });
      data = null;
      say("250 taken");
    } else if (data) {
      // A dot that begins a line was doubled on the way.
      data.push(text.startsWith(".") ? text.slice(1) : text);
    } else if (credentials) {
      credentials = false;
      say("235 welcome");
    } else {
      const [, verb, rest] = /^(\S*) ?(.*)$/.exec(text);
      const command = commands[verb.toUpperCase()];
      if (command) command(rest);
      else say("502 not known here");
    }
  };
  let rest = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop();
    lines.forEach(line);
  });
  say("220 mail.test ESMTP");
}

/** The address in `FROM:<somebody@example.org> BODY=8BITMIME`. */
function address(words) {
  return /<([^>]*)>/.exec(words)?.[1] ?? "";
}

/** Subject and text of a mail: the text part, where it has several. */
function read(raw) {
  const whole = part(raw);
  // Between two encoded words a space does not count.
  const subject = header(whole, "subject").replaceAll(/\?=\s+=\?/g, "?==?").replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, word);
  return { subject, text: plain(whole) };
}

/** A header's encoded word (RFC 2047), in UTF-8 as all that CLARA sends. */
function word(_, encoding, text) {
  return encoding.toLowerCase() === "b" ? Buffer.from(text, "base64").toString() : quoted(text.replaceAll("_", " "));
}

/** Headers (unfolded, names in lower case) and body. */
function part(text) {
  const end = text.indexOf("\r\n\r\n");
  const lines = text.slice(0, end).replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const headers = lines.map((line) => /^([^:]+):\s*(.*)$/.exec(line)).filter(Boolean);
  return { headers: new Map(headers.map(([, name, value]) => [name.toLowerCase(), value])), body: text.slice(end + 4) };
}

function header(of, name) {
  return of.headers.get(name) ?? "";
}

/** The decoded body of the first text/plain part; nothing if there is none. */
function plain(of) {
  const type = header(of, "content-type");
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary) {
    const parts = `\r\n${of.body}`.split(`\r\n--${boundary}`).slice(1, -1);
    return parts.map((text) => plain(part(text.replace(/^[ \t]*\r\n/, "")))).find((text) => text !== undefined);
  }
  if (type && !/^text\/plain/i.test(type)) return undefined;
  switch (header(of, "content-transfer-encoding").toLowerCase()) {
    case "base64":
      return Buffer.from(of.body, "base64").toString();
    case "quoted-printable":
      return quoted(of.body.replaceAll(/=[ \t]*\r\n/g, ""));
    default:
      return of.body;
  }
}

/** Quoted-printable: `=C3=A9` is a byte each. */
function quoted(text) {
  return text.replaceAll(/(?:=[0-9A-F]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());
}
