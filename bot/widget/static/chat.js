// Puts the page together: the conversation's news go to the log and the lines around it.
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Log } from "./log.js";
import { ding, options } from "./options.js";
import { panel } from "./panel.js";
import { read, write } from "./storage.js";
import { t } from "./texts.js";

const by = (id) => document.getElementById(id);
const conversation = new Conversation();
let readSoFar = Number(read("read")) || 0;
let wasOff = false;
let started = false;
let withAgent = false;
let toldTyping = 0;

const log = new Log({
  pressed: (token, title) => conversation.press(token, title),
  again: () => { line("unsent", ""); conversation.outbox.flush(); },
  away: (id) => { conversation.outbox.remove(id); log.remove(id); line("unsent", ""); conversation.outbox.flush(); },
  seen: (sequence) => {
    if (sequence <= readSoFar || !host.isVisible() || !conversation.token) return;
    readSoFar = sequence;
    write("read", String(sequence));
    conversation.readUpTo(sequence);
  },
});
const composer = new Composer((text) => conversation.say(text));
const failed = (problem) => composer.complain(problem.message);

function line(id, words) {
  if (by(id).textContent !== words) by(id).textContent = words;
}

function writable(yes, words = "") {
  const hadFocus = by("composer").contains(document.activeElement) || by("question").contains(document.activeElement);
  by("composer").hidden = !yes;
  by("over").hidden = yes;
  by("end").hidden = !yes;
  line("over-words", words);
  if (!yes && hadFocus) by("over-words").focus({ preventScroll: true });
}

function emptied() {
  readSoFar = 0;
  write("read", null);
  log.empty();
}

function hear(name, act) {
  conversation.addEventListener(name, ({ detail }) => act(detail));
}

hear("history", (messages) => {
  line("connection", "");
  by("options").hidden = false;
  writable(true);
  log.history(messages);
  const missed = messages.filter(({ sender, sequence }) => sender !== "person" && sequence > readSoFar).length;
  if (missed) host.heard(missed);
});
hear("message", (message) => {
  log.add(message);
  if (message.sender === "person") return line("unsent", "");
  line("typing", "");
  host.heard(1);
  return ding();
});
hear("outgoing", (item) => {
  log.outgoing(item);
  if (item.state === "failed") line("unsent", t("unsent")); // said once, however often it is tried again
  if (item.state === "sent") line("unsent", "");
});
hear("refused", ({ item, problem }) => {
  log.remove(item.id);
  line("unsent", "");
  composer.giveBack(item.text, problem.message);
});
hear("typing", ({ typing, name }) => line("typing", typing ? t("typing", { name }) : ""));
hear("holder", ({ holder, name, position, minutes }) => {
  const ahead = position - 1;
  const parts = [t(`with_${holder}`, { name: name || t("agent") })];
  if (position) parts.push(t(ahead ? (ahead > 1 ? "queue_ahead" : "queue_one") : "queue_next", { count: ahead }));
  if (minutes) parts.push(t("queue_minutes", { minutes }));
  line("holder", parts.join(" "));
  withAgent = holder === "agent";
  line("what", t(withAgent ? "what_agent" : "what"));
  by("talk").textContent = t(holder === "queue" ? "stop" : "talk");
  by("talk").dataset.button = holder === "queue" ? "stop_waiting" : "talk_to_a_person";
  by("talk").hidden = withAgent;
});
hear("read", ({ up_to: upTo }) => log.read(upTo));
hear("notice", ({ banner, paused }) => {
  line("banner", banner || "");
  by("paused").hidden = !paused;
});
hear("connection", (state) => {
  if (state === "off") line("typing", "");
  line("connection", state === "off" ? t("offline") : wasOff ? t("online") : "");
  if (state === "on" && wasOff) setTimeout(() => { if (!wasOff) line("connection", ""); }, 5000);
  wasOff = state === "off";
});
hear("trouble", (problem) => line("connection", `${problem.status ? problem.message : t("no_network")} ${by("connection").dataset.urgent}`));
hear("ended", () => { log.withoutChoices(); line("holder", ""); line("typing", ""); writable(false, t("with_ended")); });
hear("emptied", () => { emptied(); line("unsent", ""); });
hear("gone", ({ sentence, unsent }) => {
  const wasAsked = by("options").contains(document.activeElement); // whether to delete it
  emptied();
  ["holder", "typing", "connection", "unsent"].forEach((id) => line(id, ""));
  by("options").hidden = true;
  if (unsent) composer.giveBack(unsent, "");
  if (!sentence) composer.empty();
  writable(false, sentence || t("deleted"));
  if (wasAsked) by("over-words").focus({ preventScroll: true });
});

by("talk").addEventListener("click", ({ target }) => conversation.press(target.dataset.button || "talk_to_a_person", target.textContent));
by("text").addEventListener("input", () => {
  if (!withAgent || Date.now() - toldTyping < 3000) return;
  toldTyping = Date.now();
  conversation.types();
});
by("restart").addEventListener("click", () => {
  line("holder", t("with_assistant"));
  conversation.restart().then(() => by("text").focus());
});
options(conversation, failed);

const host = panel({
  opened: () => {
    if (started) return;
    started = true;
    line("connection", t("connecting"));
    conversation.open();
  },
  shown: () => log.toEnd(),
});
document.documentElement.dataset.through = "yes"; // for early.js
