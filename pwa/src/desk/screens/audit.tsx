import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {audit, verifyAudit, type AuditCheck, type AuditEntry} from '../../api/desk';
import type {Problem} from '../../api/problem';
import {auditWords} from '../../i18n/audit';
import {dateTime} from '../../i18n/format';
import {deskPeople} from '../../i18n/desk-people';
import {say} from '../../i18n/lang';
import {Banner, EmptyState, Item, List, Spinner} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';

type Shown = {
  readonly entries: readonly AuditEntry[];
  readonly names: Readonly<Record<string, string>>;
  /** 0 when the start of the log is in sight. */
  readonly next: number;
};

export function Audit() {
  const t = say(deskPeople).audit;
  const shown = useSignal<Shown | null>(null);
  const check = useSignal<AuditCheck | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  const more = async () => {
    busy.value = true;
    const r = await audit(shown.value?.next ?? 0);
    busy.value = false;
    problem.value = r.ok ? null : r.problem;
    if (!r.ok) return;
    const had = shown.value ?? {entries: [], names: {}};
    shown.value = {
      entries: [...had.entries, ...r.data.entries],
      names: {...had.names, ...r.data.names},
      next: r.data.next,
    };
  };
  const verify = async () => {
    const r = await verifyAudit();
    problem.value = r.ok ? null : r.problem;
    if (r.ok) check.value = r.data;
  };
  useEffect(() => void more(), []);

  const list = shown.value;
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Button icon="lock" onClick={verify}>
          {t.verify}
        </Button>
      }
    >
      {check.value && (
        <Banner tone={check.value.intact ? 'good' : 'bad'}>
          {check.value.intact ? t.intact(check.value.entries) : t.broken(check.value.brokenAt)}
        </Banner>
      )}
      {problem.value && <ProblemBanner problem={problem.value} onRetry={more} />}
      {!list && !problem.value && <Spinner />}
      {list?.entries.length === 0 && <EmptyState title={t.none} />}
      {list && list.entries.length > 0 && (
        <List label={t.title}>
          {list.entries.map(e => (
            <Line key={e.seq} entry={e} names={list.names} />
          ))}
        </List>
      )}
      {list && list.next > 0 && (
        <Button busy={busy.value} onClick={more}>
          {t.more}
        </Button>
      )}
      {list && list.next === 0 && list.entries.length > 0 && <p class="soft small">{t.end}</p>}
    </Page>
  );
}

function Line({entry: e, names}: {readonly entry: AuditEntry; readonly names: Shown['names']}) {
  const t = say(deskPeople).audit;
  const words: Readonly<Record<string, string>> = say(auditWords);
  const who = e.by === 'system' ? t.system : e.by ? (names[e.by] ?? t.reference(e.by.slice(-6))) : t.nobody;
  // Only people have names here. Of anything else the end of its id tells two apart.
  const named = names[e.object ?? ''];
  const about = !e.object || e.object === e.by ? '' : named ? `${t.object} ${named}` : t.reference(e.object.slice(-6));
  const detail = [dateTime(e.at), t.by(who), about].filter(Boolean).join(' · ');
  return (
    <Item name={words[e.action] ?? e.action} detail={detail}>
      <span class="soft small code-text">{e.seq}</span>
    </Item>
  );
}
