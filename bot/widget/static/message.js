// Draws one message: who says it and what they are in words, when, the text, and its state.
import { paragraphs } from "./links.js";
import { clock, t } from "./texts.js";

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function who(message) {
  const line = element("p", "message__who");
  const at = new Date(message.sent_at);
  const time = element("time", "", clock(at));
  time.dateTime = message.sent_at;
  const name = message.sender === "person" ? t("person") : message.name || t(message.sender);
  const what = ["assistant", "agent"].includes(message.sender) ? `, ${t(message.sender)}` : "";
  line.append(element("b", "", name), `${what}, `, time);
  return line;
}

function careHead() {
  const container = element("div", "nhsuk-card__heading-container");
  const heading = element("h2", "nhsuk-card__heading");
  heading.append(element("span", "nhsuk-u-visually-hidden", t("emergency_hidden")), t("emergency"));
  container.append(heading);
  return container;
}

export function drawn(message) {
  const item = element("li", `message message--${message.sender}`);
  item.dataset.text = message.text;
  if (message.emergency) {
    item.classList.add("message--emergency", "nhsuk-card--care--emergency");
    item.append(careHead());
  }
  const body = element("div", "message__body");
  body.append(...paragraphs(message.text, message.emergency));
  item.append(who(message), body);
  if (message.sender === "person") item.append(state());
  return item;
}

function state() {
  const line = element("p", "message__state");
  line.setAttribute("aria-live", "off");
  return line;
}

export function redrawn(item, message) {
  if (item.dataset.text === message.text) return;
  item.dataset.text = message.text;
  const body = item.querySelector(".message__body");
  body.setAttribute("aria-live", "off"); // it was read out when it was put in
  body.replaceChildren(...paragraphs(message.text, message.emergency));
}

export function choices(buttons, pressed) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", t("choices"));
  buttons.forEach(({ title, token }) => {
    const button = element("button", "nhsuk-button nhsuk-button--secondary", title);
    button.type = "button";
    button.addEventListener("click", () => pressed(token, title));
    group.append(button);
  });
  return group;
}
