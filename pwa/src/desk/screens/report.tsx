// A period in figures. The server counts, names and defines them; the same sheets are its PDF and its CSV.
import {report, reportFile, type Asked, type Sheet} from '../../api/report';
import {deskReport} from '../../i18n/desk-report';
import {lang, say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Check, Field} from '../../ui/field';
import {Icon} from '../../ui/icon';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ask, asked} from '../../ui/router';
import '../css/report.css';

export function ReportScreen() {
  const t = say(deskReport);
  const wanted: Asked = {from: asked('from'), to: asked('to'), mask: asked('mask') === 'yes', lang: lang.value};
  const all = useLoad(() => report(wanted), JSON.stringify(wanted));
  return (
    <Page title={t.title} lead={t.lead}>
      <div class="filters">
        {(['from', 'to'] as const).map(end => (
          <Field
            key={end}
            type="date"
            name={end}
            label={t[end]}
            value={asked(end) || (all.data?.[end] ?? '')}
            onInput={e => ask(end, e.currentTarget.value)}
          />
        ))}
      </div>
      <Check name="mask" label={t.mask} checked={wanted.mask} onChange={on => ask('mask', on ? 'yes' : '')} />
      <Loading of={all}>{data => <Figures sheets={data.sheets} footnote={data.footnote} />}</Loading>
      <div class="row actions">
        <a class="button primary" href={reportFile('pdf', wanted)} download>
          <Icon name="book" />
          <span>{t.pdf}</span>
        </a>
        <a class="button secondary" href={reportFile('csv', wanted)} download>
          <Icon name="install" />
          <span>{t.csv}</span>
        </a>
      </div>
    </Page>
  );
}

type FiguresProps = {readonly sheets: readonly Sheet[]; readonly footnote: string | undefined};

function Figures({sheets, footnote}: FiguresProps) {
  return (
    <div class="stack wide-gap">
      <Card title={say(deskReport).figures} id="figures">
        <dl class="glance">
          {sheets
            .filter(s => s.single)
            .map(s => (
              <div key={s.figure}>
                <dt>
                  <strong>{s.title}</strong>
                  <span class="soft small">{s.says}</span>
                </dt>
                <dd>{cells(s, 0).at(-1)}</dd>
              </div>
            ))}
        </dl>
      </Card>
      {sheets
        .filter(s => !s.single)
        .map(s => (
          <Card key={s.figure} title={s.title} id={s.figure}>
            <p class="soft small">{s.says}</p>
            <SheetTable sheet={s} />
          </Card>
        ))}
      {footnote && <p class="small">{footnote}</p>}
    </div>
  );
}

const cells = (s: Sheet, row: number): readonly string[] => s.rows[row] ?? [];

/** Numbers stand to the right, words to the left. A star is a number that is not told. */
const numeric = (rows: readonly (readonly string[])[], column: number): boolean =>
  column > 0 && rows.every(r => /^([\d*€–]|$)/.test(r[column] ?? ''));

/** A table with its bars. A wide one is a list of cards on a phone. */
function SheetTable({sheet}: {readonly sheet: Sheet}) {
  const rows = sheet.rows.map((_, i) => cells(sheet, i));
  const figures = sheet.heads.map((_, column) => numeric(rows, column));
  const bars = sheet.bars ?? [];
  const most = Math.max(1, ...bars);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={sheet.title}>
      <table class={sheet.heads.length > 3 || sheet.figure === 'weeks' ? 'table report cards' : 'table report'}>
        <thead>
          <tr>
            {sheet.heads.map((h, i) => (
              <th key={h} scope="col" class={figures[i] ? 'figure' : undefined}>
                {h}
              </th>
            ))}
            {sheet.chart ? (
              <td class="length" aria-hidden="true">
                {sheet.heads.length > 2 && sheet.heads[sheet.chart]}
              </td>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) =>
                j === 0 ? (
                  <th key={j} scope="row" class={cell.length < 13 ? 'short' : undefined}>
                    {cell}
                  </th>
                ) : (
                  <td key={j} data-label={sheet.heads[j]} class={figures[j] ? 'figure' : undefined}>
                    {cell}
                  </td>
                ),
              )}
              {sheet.chart ? <Bar of={bars[i] ?? 0} most={most} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The number beside it says the same, so a screen reader skips it. Its length is the only sign: no colour is needed. */
function Bar({of, most}: {readonly of: number; readonly most: number}) {
  return (
    <td class="length" aria-hidden="true">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none">
        <rect width={(100 * of) / most} height="10" />
      </svg>
    </td>
  );
}
