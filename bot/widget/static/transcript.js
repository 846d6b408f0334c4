// Saves the conversation that the page shows as a text file.
import { language, t } from "./texts.js";

export function save(list) {
  const parts = [...list.children].map((item) => {
    const body = [...item.querySelectorAll(".message__body p")].map((part) => part.textContent.replaceAll(` ${t("new_tab")}`, ""));
    return `${item.querySelector(".message__who").textContent}\n${body.join("\n\n")}`;
  });
  const saved = t("saved_on", { date: new Date().toLocaleString(language === "en" ? "en-GB" : language) });
  const file = new Blob([[t("transcript_title"), saved, ...parts].join("\n\n"), "\n"], { type: "text/plain;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = t("transcript_file");
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
