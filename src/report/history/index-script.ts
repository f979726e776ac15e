/**
 * Filters and sorts the table of runs. Everything is on the page before it runs; without it the page shows all runs,
 * newest first. Of many runs it shows the first hundred until it is asked for more: a browser lays out a thousand rows
 * in a third of a second, which is felt with every letter.
 */
export const INDEX_SCRIPT = `
const table = document.querySelector('#runs table');
const body = table.tBodies[0];
const rows = [...body.rows];
const text = document.querySelector('#text');
const pickers = [...document.querySelectorAll('select[data-key]')];
const count = document.querySelector('#count');
const haystacks = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
const more = document.querySelector('#more');
let limit = 100;
function filter() {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = words.every((word) => haystacks.get(row).includes(word)) &&
      pickers.every(({ value, dataset }) => value === '' || row.dataset[dataset.key] === value);
    row.hidden = !fits;
    if (fits) shown += 1;
    row.classList.toggle('beyond', fits && shown > limit);
  }
  more.hidden = shown <= limit;
  count.textContent = count.dataset[shown === rows.length ? 'all' : 'some']
    .replace('{shown}', shown).replace('{all}', rows.length);
}
function sort(header, column) {
  const down = header.getAttribute('aria-sort') === 'ascending';
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  header.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  const isNumber = header.dataset.kind === 'number';
  rows.sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === '' || y === '') return x === y ? 0 : x === '' ? 1 : -1;
    const order = isNumber ? x - y : x < y ? -1 : x > y ? 1 : 0;
    return down ? -order : order;
  });
  body.append(...rows);
  filter();
}
document.querySelector('#filters').hidden = false;
for (const [column, header] of [...table.tHead.rows[0].cells].entries()) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = header.textContent;
  button.addEventListener('click', () => sort(header, column));
  header.replaceChildren(button);
}
more.addEventListener('click', () => { limit = Infinity; filter(); });
text.addEventListener('input', filter);
for (const picker of pickers) picker.addEventListener('change', filter);
document.querySelector('#filters').addEventListener('submit', (event) => event.preventDefault());
filter();
`;
