/**
 * Filters and sorts the table of runs. Everything is on the page before it runs; without it the page shows all runs,
 * newest first.
 */
export const INDEX_SCRIPT = `
const table = document.querySelector('#runs table');
const body = table.tBodies[0];
const rows = [...body.rows];
const text = document.querySelector('#text');
const pickers = [...document.querySelectorAll('select[data-key]')];
const count = document.querySelector('#count');
const haystacks = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
function filter() {
  const words = text.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = words.every((word) => haystacks.get(row).includes(word)) &&
      pickers.every(({ value, dataset }) => value === '' || row.dataset[dataset.key] === value);
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = shown === rows.length ? rows.length + ' runs' : shown + ' of ' + rows.length + ' runs';
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
}
document.querySelector('#filters').hidden = false;
for (const [column, header] of [...table.tHead.rows[0].cells].entries()) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = header.textContent;
  button.addEventListener('click', () => sort(header, column));
  header.replaceChildren(button);
}
text.addEventListener('input', filter);
for (const picker of pickers) picker.addEventListener('change', filter);
document.querySelector('#filters').addEventListener('submit', (event) => event.preventDefault());
filter();
`;
