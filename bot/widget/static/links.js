// Turns a message into paragraphs with links; text goes in as text nodes only.
import { t } from "./texts.js";

const LINK = /(https:\/\/[^\s<>"']+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|((?:[a-z0-9-]+\.)+nhs\.uk(?![\w-])(?:\/[^\s<>"']*)?)/gi;

function link(shown, mail, bare) {
  const anchor = document.createElement("a");
  anchor.href = mail ? `mailto:${shown}` : bare ? `https://${shown}` : shown;
  anchor.textContent = shown;
  if (mail) return anchor;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  const hidden = document.createElement("span");
  hidden.className = "nhsuk-u-visually-hidden";
  hidden.textContent = ` ${t("new_tab")}`;
  anchor.append(hidden);
  return anchor;
}

export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((part) => {
    const paragraph = document.createElement("p");
    let end = 0;
    for (const found of part.matchAll(LINK)) {
      const shown = found[0].replace(/[.,;:!?)\]]+$/, "");
      paragraph.append(part.slice(end, found.index), link(shown, found[2], found[3]));
      end = found.index + shown.length;
    }
    paragraph.append(part.slice(end));
    return paragraph;
  });
}
