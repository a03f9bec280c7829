/** @jsxImportSource ./dom */
// The shops' page: a typed code, a shop's list, or one slip.
import {shownCode} from '../code';
import {Ask, Field} from './forms';
import {go, isOld, load, model, openCode, otherLang, words} from './model';
import {Badge, longDay, Old, SlipScreen} from './slip';
import type {Board} from './wire';

export function Merchant() {
  const t = words();
  const {board} = model;
  return (
    <>
      <header class="top">
        <a class="brand" href="/s">
          <img src="/icons/mark.svg" alt="" width="28" height="28" />
          {board?.shop || 'Portage'}
        </a>
        <button type="button" class="button plain" lang={model.lang === 'fr' ? 'en' : 'fr'} onClick={otherLang}>
          {t.otherLang}
        </button>
      </header>
      <main>
        {model.notice && (
          <p class="notice" role="alert">
            {model.notice}
          </p>
        )}
        {board && isOld() && <Old />}
        <Content />
      </main>
      {board && <Foot board={board} />}
    </>
  );
}

function Content() {
  const {board, code, slip} = model;
  if (!code) return <TypeCode />;
  if (!board) return model.loading ? <p role="status">{words().loading}</p> : <Trouble />;
  const one = board.own ? board.slips.find(s => s.id === slip) : board.slips[0];
  return one ? <SlipScreen slip={one} /> : <List board={board} />;
}

function TypeCode() {
  const t = words();
  return (
    <>
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <Ask id="code" button={t.open} read={text => (openCode(text('code')) ? '' : t.codeShort)}>
        <Field name="code" label={t.code} hint={t.codeHint} maxLength={20} code />
      </Ask>
      <p class="soft">{t.scan}</p>
    </>
  );
}

function Trouble() {
  const t = words();
  return (
    <>
      <h1>{t.title}</h1>
      <p class="next" role="alert">
        {model.trouble}
      </p>
      {model.code.length < 12 && <p class="soft code-shown">{shownCode(model.code)}</p>}
      <button type="button" class="button primary large" onClick={() => void load()}>
        {t.retry}
      </button>
      <button type="button" class="button plain" onClick={() => go('/s')}>
        {t.otherCode}
      </button>
    </>
  );
}

function List({board}: {readonly board: Board}) {
  const t = words();
  return (
    <>
      <h1>{t.orders}</h1>
      {board.slips.length === 0 && <p>{t.noOrders}</p>}
      <ul class="list">
        {board.slips.map(s => (
          <li>
            <button type="button" class="card row" onClick={() => go(`#${s.id}`)}>
              <b>{t.number(s.number)}</b>
              <span>{[longDay(s.day), s.for && t.who(s.for)].filter(Boolean).join(' · ')}</span>
              <Badge slip={s} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Foot({board}: {readonly board: Board}) {
  const t = words();
  return (
    <footer>
      {board.own && model.slip && (
        <button type="button" class="button secondary" onClick={() => go(location.pathname)}>
          {t.back}
        </button>
      )}
      {board.desk && (
        <a class="button secondary" href={board.desk}>
          {t.desk}
        </a>
      )}
      {board.phone && (
        <p>
          {t.call} <a href={`tel:${board.phone.replace(/[^\d+]/g, '')}`}>{board.phone}</a>
        </p>
      )}
      <p class="soft">{board.service}</p>
    </footer>
  );
}
