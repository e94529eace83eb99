// Mails by nodemailer, composed and handed to an SMTP server: node nodemailer.cjs HOST PORT MAILS CONNECTIONS MODEL
//
// MODEL is a file with one mail as Recall hands it over; every mail has its subject, its two parts and its headers for
// those who want no more of them, to the same recipient.
"use strict";

const fs = require("node:fs");
const nodemailer = require("nodemailer");

// Of a body, by its Content-Transfer-Encoding (RFC 2045 §6).
function decoded(encoding, body) {
  switch ((encoding || "7bit").toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const joined = body.replace(/=\r?\n/g, "");
      const bytes = joined.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return body;
  }
}

function split(entity) {
  const [, head, body] = /^([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(entity);
  const headers = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line);
    headers[name.toLowerCase()] = value;
  }
  return { headers, body };
}

function model(file) {
  const { headers, body } = split(fs.readFileSync(file, "latin1"));
  const mail = { from: headers.from, to: headers.to, subject: headers.subject, headers: {} };
  for (const name of ["auto-submitted", "list-unsubscribe", "list-unsubscribe-post"]) {
    if (headers[name]) mail.headers[name] = headers[name];
  }
  const [, boundary] = /boundary="?([^";]+)"?/.exec(headers["content-type"]);
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const { headers: about, body: text } = split(part.replace(/^\r?\n/, ""));
    const content = decoded(about["content-transfer-encoding"], text);
    mail[/html/i.test(about["content-type"]) ? "html" : "text"] = content;
  }
  return mail;
}

async function main() {
  const [host, port, count, connections, file] = process.argv.slice(2);
  const mails = Number(count);
  const mail = model(file);
  const transport = nodemailer.createTransport({
    host,
    port: Number(port),
    pool: true,
    maxConnections: Number(connections),
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const started = process.hrtime.bigint();
  let next = 0;
  let bytes = 0;
  // Only so many at a time as keep every connection busy: all at once would fill the memory.
  const sender = async () => {
    while (next < mails) {
      next += 1;
      const info = await transport.sendMail({ ...mail, messageId: `<message-${next}@example.org>` });
      bytes = info.messageSize;
    }
  };
  await Promise.all(Array.from({ length: Number(connections) * 2 }, sender));
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  transport.close();
  console.log(JSON.stringify({ messages: mails, seconds, bytes }));
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
