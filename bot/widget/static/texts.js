// The texts of the page, from its data block; {names} are filled in.
const texts = JSON.parse(document.getElementById("texts").textContent);

export const language = texts.lang;

export function t(key, values = {}) {
  return texts[key].replace(/{(\w+)}/g, (all, name) => (name in values ? values[name] : all));
}

export function counted(key, count) {
  const shown = count.toLocaleString(language);
  return count === 1 ? t(`${key}_one`) : t(key, { count: shown });
}

export function clock(at) {
  const time = at.toLocaleTimeString(language === "en" ? "en-GB" : language, { hour: "numeric", minute: "2-digit", hour12: language === "en" || undefined }).replace(" ", "");
  const today = at.toDateString() === new Date().toDateString();
  const day = at.toLocaleDateString(language === "en" ? "en-GB" : language, { day: "numeric", month: "long" });
  return today ? time : `${day}, ${time}`;
}
