// Says how many characters are left, once typing has stopped.

const field = document.querySelector("[data-limit]");
const line = document.getElementById(field.dataset.count);
const language = document.documentElement.lang;
const graphemes = globalThis.Intl?.Segmenter && new Intl.Segmenter(language);
const length = (text) => (graphemes ? [...graphemes.segment(text)] : [...text]).length;
let timer;

const say = () => {
  const left = Number(field.dataset.limit) - length(field.value.trim());
  const pattern = left < 0 ? line.dataset.over : line.dataset.left;
  line.textContent = pattern.replace("#", new Intl.NumberFormat(language).format(Math.abs(left)));
};

field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(say, 500);
});
if (field.value) say();
