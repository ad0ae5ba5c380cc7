import * as l10n from '@vscode/l10n';
import { arrange, element, setText } from './dom.js';
import { KeyedViews, type View } from './view.js';

export interface Column<Row> {
  readonly title: string;
  value(row: Row): string;
}

/** What a drawing shows, as a table behind a line; made only while it is open. */
export function tableView<Key, Row>(
  caption: string,
  keyOf: (row: Row) => Key,
  columns: readonly Column<Row>[],
): View<readonly Row[]> {
  const titles = columns.map(({ title }) => {
    const cell = element('th', '', title);
    cell.scope = 'col';
    return cell;
  });
  const body = element('tbody', '');
  const table = element(
    'table',
    '',
    element('caption', '', caption),
    element('thead', '', element('tr', '', ...titles)),
    body,
  );
  const scrolled = element('div', 'scrolled', table);
  scrolled.tabIndex = 0;
  scrolled.setAttribute('role', 'region');
  scrolled.setAttribute('aria-label', caption);
  const root = element('details', 'evidence', element('summary', '', l10n.t('As a table')), scrolled);
  const views = new KeyedViews<Key, Row>(keyOf, () => rowView(columns));
  let latest: readonly Row[] = [];
  const draw = () => {
    if (root.open) arrange(body, [...views.update(latest).values()]);
  };
  root.addEventListener('toggle', draw);
  return {
    element: root,
    update: (rows) => {
      latest = rows;
      draw();
    },
  };
}

function rowView<Row>(columns: readonly Column<Row>[]): View<Row> {
  const cells = columns.map((column) => ({ column, cell: element('td', '') }));
  return {
    element: element('tr', '', ...cells.map(({ cell }) => cell)),
    update: (row) => {
      for (const { column, cell } of cells) setText(cell, column.value(row));
    },
  };
}
