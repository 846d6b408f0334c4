// Turns a message into paragraphs with links; text goes in as text nodes only.
import { t } from "./texts.js";

const LINK = /(https:\/\/[^\s<>"']+)|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|((?:[a-z0-9-]+\.)+nhs\.uk(?![\w-])(?:\/[^\s<>"']*)?)/gi;
const CALL = new RegExp(`${LINK.source}|\\b(999|111|116 123|0808 2000 247|0800 1111)\\b`, "gi");

function link(shown, mail, bare, number) {
  const anchor = document.createElement("a");
  anchor.href = number ? `tel:${number.replaceAll(" ", "")}` : mail ? `mailto:${shown}` : bare ? `https://${shown}` : shown;
  anchor.textContent = shown;
  if (mail || number) return anchor;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  const hidden = document.createElement("span");
  hidden.className = "nhsuk-u-visually-hidden";
  hidden.textContent = ` ${t("new_tab")}`;
  anchor.append(hidden);
  return anchor;
}

// In an emergency the numbers to call are links too.
export function paragraphs(text, emergency) {
  return text.split(/\n\s*\n/).map((part) => {
    const paragraph = document.createElement("p");
    let end = 0;
    for (const found of part.matchAll(emergency ? CALL : LINK)) {
      const shown = found[0].replace(/[.,;:!?)\]]+$/, "");
      paragraph.append(part.slice(end, found.index), link(shown, found[2], found[3], found[4]));
      end = found.index + shown.length;
    }
    paragraph.append(part.slice(end));
    return paragraph;
  });
}
