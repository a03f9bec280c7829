// Donations that are shared out: what is left of each, a new one in seconds.
import {useSignal} from '@preact/signals';
import type {Me} from '../../api/desk';
import {addLot, allLots, editLot, type Lot} from '../../api/town';
import {deskLots} from '../../i18n/desk-lots';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Badge, EmptyState} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Dialog} from '../../ui/dialog';
import {Check, Field} from '../../ui/field';
import {formProps, textOf, useForm} from '../../ui/form';
import {useLoad} from '../../ui/load';
import {Loading} from '../../ui/loading';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {ask, asked} from '../../ui/router';
import {toast} from '../../ui/toast';
import {useLive} from '../live';
import {useAct} from '../parts/act';
import {save} from '../parts/csv';
import {dayName} from '../parts/days';
import {may} from '../session';

export function LotsScreen({who}: {readonly who: Me}) {
  const t = say(deskLots);
  const loaded = useLoad(allLots);
  useLive(['order'], loaded.again);
  const form = useSignal<Lot | 'new' | null>(null);
  const ended = asked('ended') !== '';
  const edits = may(who, 'campaigns.manage');
  const add = edits && (
    <Button look="primary" icon="plus" onClick={() => (form.value = 'new')}>
      {t.add}
    </Button>
  );
  return (
    <Page title={t.title} lead={t.lead} actions={add}>
      <Loading of={loaded}>
        {({lots}) => {
          const shown = lots.filter(l => ended || l.left > 0);
          return (
            <div class="stack">
              <Check name="ended" label={t.ended} checked={ended} onChange={v => ask('ended', v ? '1' : '')} />
              <p class="soft small" role="status">
                {t.found(shown.length)}
              </p>
              {shown.length === 0 && (
                <EmptyState title={t.none}>
                  <p>{t.noneText}</p>
                </EmptyState>
              )}
              <ul class="list" aria-label={t.title}>
                {shown.map(l => (
                  <Row key={l.id} lot={l} edits={edits} onEdit={() => (form.value = l)} again={loaded.again} />
                ))}
              </ul>
              {shown.length > 0 && (
                <Button icon="install" onClick={() => saveList(shown)}>
                  {say(deskTown).csv}
                </Button>
              )}
            </div>
          );
        }}
      </Loading>
      {form.value && (
        <LotForm
          was={form.value === 'new' ? null : form.value}
          onClose={() => (form.value = null)}
          again={loaded.again}
        />
      )}
    </Page>
  );
}

function saveList(lots: readonly Lot[]): void {
  const t = say(deskLots);
  save(t.title, [
    [t.text, t.donor, t.stock, t.given, t.leftHead, t.sinceHead],
    ...lots.map(l => [l.text, l.donor, l.stock, l.given, l.left, l.since]),
  ]);
}

type RowProps = {readonly lot: Lot; readonly edits: boolean; readonly onEdit: () => void; readonly again: () => void};

function Row({lot: l, edits, onEdit, again}: RowProps) {
  const t = say(deskLots);
  const {act, busy, problem} = useAct();
  const turn = () =>
    act(() => editLot(l.id, {...l, ended: !l.ended}), {done: l.ended ? t.reopened : t.endedNow, then: again});
  return (
    <li class="item likely">
      <div class="words">
        <span class="name">{l.text}</span>
        <span class="soft small">
          {t.from(l.donor)}, {t.since(dayName(l.since))}
        </span>
        <span class="row tight">
          {l.left > 0 ? (
            <Badge tone="good">{t.left(l.left, l.stock)}</Badge>
          ) : (
            <Badge>
              {t.over} – {l.given} / {l.stock}
            </Badge>
          )}
        </span>
        <progress value={l.given} max={l.stock} aria-label={t.given} />
        {problem && <ProblemBanner problem={problem} onRetry={again} />}
      </div>
      {edits && (
        <div class="row tight">
          <Button aria-label={t.editOf(l.text)} onClick={onEdit}>
            {t.edit}
          </Button>
          {(l.ended || l.left > 0) && (
            <Button look="plain" aria-label={l.ended ? t.reopenOf(l.text) : t.endOf(l.text)} busy={busy} onClick={turn}>
              {l.ended ? t.reopen : t.end}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

type FormProps = {readonly was: Lot | null; readonly onClose: () => void; readonly again: () => void};

function LotForm({was, onClose, again}: FormProps) {
  const t = say(deskLots);
  const form = useForm({
    check: v => ({stock: /^\d{1,5}$/.test(textOf(v, 'stock')) ? undefined : t.stockBad}),
    send: async (v, key) => {
      const typed = {text: textOf(v, 'text'), donor: textOf(v, 'donor'), stock: Number(textOf(v, 'stock'))};
      const r = await (was ? editLot(was.id, {...was, ...typed}) : addLot(typed, key));
      if (!r.ok) return r.problem;
      toast(was ? t.changed : t.saved);
      onClose();
      again();
      return null;
    },
  });
  const e = form.errors;
  return (
    <Dialog title={was ? t.editOf(was.text) : t.add} onClose={onClose}>
      <form class="stack" {...formProps(form)}>
        {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
        <Field name="text" label={t.text} hint={t.textHint} defaultValue={was?.text} error={e['text']} />
        <Field name="donor" label={t.donor} hint={t.donorHint} defaultValue={was?.donor} error={e['donor']} />
        <Field
          name="stock"
          inputMode="numeric"
          label={t.stock}
          defaultValue={was ? String(was.stock) : ''}
          error={e['stock']}
        />
        <Button look="primary" type="submit" busy={form.busy}>
          {t.save}
        </Button>
      </form>
    </Dialog>
  );
}
